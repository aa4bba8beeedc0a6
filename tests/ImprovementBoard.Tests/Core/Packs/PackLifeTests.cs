using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Packs;

/// <summary>From the pack that is prepared to the one that is issued: who may do what when, and what is never taken back.</summary>
public sealed class PackLifeTests
{
    private static readonly DateOnly Today = Day("2018-08-06");
    private static readonly DateTimeOffset Now = new(2018, 8, 6, 9, 0, 0, TimeSpan.Zero);
    private static readonly Member Sponsor = Post(1, "Lead sponsor", Role.Lead), Chair = Post(2, "Board chair", Role.Chair), Other = Post(3, "Board member, health", Role.Member);
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);

    [Theory]
    [InlineData(true, null, null, null, PackState.Draft)]
    [InlineData(false, null, null, null, PackState.ForApproval)]
    [InlineData(false, "2018-08-07", null, null, PackState.ForApproval)]      // issued tomorrow: today it is not
    [InlineData(false, "2018-08-06", null, null, PackState.Issued)]
    [InlineData(false, "2018-07-06", "2018-08-07", null, PackState.Issued)]
    [InlineData(false, "2018-07-06", "2018-08-06", null, PackState.Superseded)]
    [InlineData(false, null, null, "2018-08-06", PackState.Withdrawn)]
    [InlineData(false, null, null, "2018-08-07", PackState.ForApproval)]
    public void The_state_follows_from_the_dates(bool draft, string? issued, string? superseded, string? withdrawn, PackState state) =>
        Assert.Equal(state, new PackDates(Day("2018-07-06"), Date(issued), Date(superseded), Date(withdrawn)).StateOn(Today, draft));

    [Fact]
    public void Each_approves_in_turn_and_then_it_can_be_issued()
    {
        var pack = Candidate();

        Assert.Equal("Pack 3 waits for the lead sponsor. It can be issued when all have approved.", Fault(() => pack.Issue([], Office, Today, Now)));
        pack.Approve(As(Sponsor), "f", " Agreed. ", Today, Now);
        Assert.Equal("Pack 3 waits for the board chair. It can be issued when all have approved.", Fault(() => pack.Issue([], Office, Today, Now)));
        pack.Approve(As(Chair), "f", null, Today, Now);
        pack.Issue([], Office, Today, Now);

        Assert.Equal([("Lead sponsor", "f", "Agreed."), ("Board chair", "f", "")], pack.Approvals.Select(a => (a.Title, a.Sha256!, a.Note)));
        Assert.Equal((PackState.Issued, "Programme office"), (pack.Dates.StateOn(Today, false), pack.IssuedBy));
    }

    [Fact]
    public void Nobody_approves_out_of_turn_twice_without_a_place_or_another_file()
    {
        var pack = Candidate();

        Assert.Equal("It is the turn of the lead sponsor. You approve Pack 3 afterwards.", Fault(() => pack.Approve(As(Chair), "f", null, Today, Now)));
        Assert.Equal("You are not an approver of Pack 3.", Fault(() => pack.Approve(As(Other), "f", null, Today, Now)));
        Assert.Equal("You are not an approver of Pack 3.", Fault(() => pack.Approve(Actor.Scheduler(1), "f", null, Today, Now)));
        foreach (var hash in new[] { "e", "", null, "F" })
            Assert.Equal("The document you read is not the one that waits now as Pack 3. Load the page again and read that one.", Fault(() => pack.Approve(As(Sponsor), hash, null, Today, Now)));
        pack.Approve(As(Sponsor), "f", null, Today, Now);
        Assert.Equal("You approved Pack 3 on 6 August 2018 already. Load the page again to see where it stands.", Fault(() => pack.Approve(As(Sponsor), "f", null, Today, Now)));
        Assert.Equal(1, pack.Approvals.Count(a => a.ApprovedOn is not null));
    }

    [Fact]
    public void Returned_it_is_withdrawn_with_its_reason_and_nothing_more_happens_to_it()
    {
        var pack = Candidate();
        pack.Approve(As(Sponsor), "f", null, Today, Now);

        Assert.Equal("Write what must be put right. It stays with the pack.", Fault(() => pack.Return(As(Chair), " ", Today, Now)));
        Assert.Equal("You approved Pack 3 on 6 August 2018 already. Load the page again to see where it stands.", Fault(() => pack.Return(As(Sponsor), "Wrong.", Today, Now)));
        pack.Return(As(Chair), "Table 2.1 is wrong.", Today, Now);

        Assert.Equal((PackState.Withdrawn, "Board chair", "Table 2.1 is wrong."), (pack.Dates.StateOn(Today, false), pack.WithdrawnBy, pack.WithdrawnReason));
        Assert.Null(pack.Next);
        foreach (var verb in new Action[] { () => pack.Approve(As(Chair), "f", null, Today, Now), () => pack.Issue([], Office, Today, Now), () => pack.Withdraw(Office, "Again.", Today, Now), () => pack.PutInPlace(2, Other, "Left.", Office, Today), () => pack.Comment(null, "Late.", Office, Today, Now) })
            Assert.Equal("Pack 3 was withdrawn by the board chair on 6 August 2018. Load the page again and read why.", Fault(verb));
    }

    [Fact]
    public void What_is_issued_never_changes_and_a_later_version_supersedes_it()
    {
        var (first, second) = (Candidate(), Candidate(number: 4, version: 2));
        Issue(first);
        foreach (var verb in new Action[] { () => first.Withdraw(Office, "Wrong.", Today, Now), () => first.Issue([], Office, Today, Now), () => first.PutInPlace(1, Other, "Left.", Office, Today), () => first.Comment(null, "Late.", Office, Today, Now) })
            Assert.Equal("Pack 3 was issued on 6 August 2018 and never changes. If it is wrong, a corrected version is prepared.", Fault(verb));

        second.Approve(As(Sponsor), "f", null, Today.AddDays(1), Now);
        second.Approve(As(Chair), "f", null, Today.AddDays(1), Now);
        second.Issue([first], Office, Today.AddDays(1), Now);

        Assert.Equal((4, Today.AddDays(1)), (first.SupersededBy, first.SupersededOn));
        Assert.Equal((PackState.Issued, PackState.Superseded), (first.Dates.StateOn(Today, false), first.Dates.StateOn(Today.AddDays(1), false)));
    }

    [Fact]
    public void The_office_puts_another_post_in_the_place_of_one_who_left_and_it_is_recorded()
    {
        var pack = Candidate();
        pack.Approve(As(Sponsor), "f", null, Today, Now);
        var gone = Post(5, "Head of early help", Role.Lead);
        gone.To = Day("2018-06-29");

        Assert.Equal("The lead sponsor approved on 6 August 2018, so this place stays.", Fault(() => pack.PutInPlace(1, Other, "Left.", Office, Today)));
        Assert.Equal("Head of early help is not in post today. Choose somebody who is.", Fault(() => pack.PutInPlace(2, gone, "Left.", Office, Today)));
        Assert.Equal("This post is not in post today. Choose somebody who is.", Fault(() => pack.PutInPlace(2, null, "Left.", Office, Today)));
        Assert.StartsWith("Commissioner cannot approve packs", Fault(() => pack.PutInPlace(2, Post(6, "Commissioner", Role.Commissioner), "Left.", Office, Today)), StringComparison.Ordinal);
        Assert.StartsWith("Lead sponsor has a place already", Fault(() => pack.PutInPlace(2, Sponsor, "Left.", Office, Today)), StringComparison.Ordinal);
        Assert.Equal("Write why another post approves.", Fault(() => pack.PutInPlace(2, Other, "", Office, Today)));
        pack.PutInPlace(2, Other, "The chair has left.", Office, Today);

        Assert.Equal((3, "Board member, health"), (pack.Next!.MemberId, pack.Next.Title));
        Assert.Equal(("Board chair", "Board member, health"), (pack.Next.TitleOn(Today.AddDays(-1)), pack.Next.TitleOn(Today)));
        Assert.Equal(("Board chair", "Board member, health", "The chair has left.", "Programme office"), pack.Next.Changes.Select(c => (c.From, c.To, c.Reason, c.By)).Single());
        Assert.Equal("You are not an approver of Pack 3.", Fault(() => pack.Approve(As(Chair), "f", null, Today, Now)));
    }

    [Fact]
    public void A_draft_is_commented_on_and_never_approved_or_issued()
    {
        var draft = Candidate(number: null);

        Assert.Equal("Table 2.1", draft.Comment(" Table 2.1 ", "Which month?", Office, Today, Now).Section);
        Assert.Equal("Write your comment.", Fault(() => draft.Comment("", "", Office, Today, Now)));
        foreach (var verb in new Action[] { () => draft.Approve(As(Sponsor), "f", null, Today, Now), () => draft.Issue([], Office, Today, Now), () => draft.Withdraw(Office, "No.", Today, Now) })
            Assert.Equal("A draft is not approved or issued. Prepare the pack of its period.", Fault(verb));
    }

    [Fact]
    public void A_comment_is_answered_once()
    {
        var comment = Candidate().Comment(null, "Which month?", As(Sponsor), Today, Now);

        Assert.Equal("Write what was done about it, or why nothing is.", Fault(() => comment.Resolve(" ", Office, Today)));
        comment.Resolve("July; said in the title.", Office, Today);

        Assert.Equal(("July; said in the title.", "Programme office", Today), (comment.Answer, comment.AnsweredBy, comment.AnsweredOn));
        Assert.Equal("This comment is answered already. Load the page again and read the answer.", Fault(() => comment.Resolve("No.", Office, Today)));
    }

    [Theory]
    [InlineData("", null, "1")]
    [InlineData("w", null, "1")]                                                        // withdrawn: its version is free again, its number is not
    [InlineData("i", "Table 2.1 was wrong.", "2")]
    [InlineData("i s w", "Wrong again.", "3")]
    [InlineData("i", " ", "Write why there is to be another version. Every reader of the pack sees it.")]
    [InlineData("i o", "Wrong.", "Pack 2 of this period waits for approval. Have it approved, returned or withdrawn first.")]
    [InlineData("o", null, "Pack 1 of this period waits for approval. Have it approved, returned or withdrawn first.")]
    public void The_next_version_counts_what_was_issued(string made, string? correction, string expected)
    {
        var packs = made.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select((kind, i) => new PackStanding(i + 1, new(Today, kind is "i" or "s" ? Today : null, kind == "s" ? Today : null, kind == "w" ? Today : null))).ToList();

        var said = "";
        var fault = Record.Exception(() => said = $"{Pack.NextVersion(packs, correction)}");

        Assert.Equal(expected, fault?.Message ?? said);
    }

    [Theory]
    [InlineData("2018-08", 1, "2018-08 v1")]
    [InlineData("board-2018-08-23", 2, "2018-08-23 v2")]
    public void A_pack_is_labelled_by_period_and_version(string key, int version, string label) => Assert.Equal(label, Pack.LabelOf(key, version));

    [Fact]
    public void The_usual_order_is_sponsor_director_chair_as_far_as_they_exist()
    {
        var director = Post(7, "Director of children’s services", Role.Lead);
        var officer = Post(8, "Programme director’s office", Role.Office);

        Assert.Equal([Sponsor, director, Chair], Approvers.Usual([Chair, officer, director, Other, Sponsor], Today));
        Assert.Equal([Chair], Approvers.Usual([Other, Chair], Today));
        Assert.Empty(Approvers.Usual([], Today));
    }

    [Theory]
    [InlineData("Director of children’s services")]
    [InlineData("Executive director, children and families")]
    [InlineData("Corporate Director of People")]
    [InlineData("Director")]
    public void The_director_is_asked_before_an_assistant_director(string title)
    {
        var (assistant, director) = (Post(7, "Assistant director, early help", Role.Lead), Post(8, title, Role.Lead));

        Assert.Equal([Sponsor, director, Chair], Approvers.Usual([assistant, Chair, director, Sponsor], Today));
        Assert.Equal([assistant, Chair], Approvers.Usual([assistant, Chair], Today));
    }

    [Fact]
    public void An_order_of_approvers_names_each_post_once_and_only_posts_that_approve()
    {
        Member[] posts = [Sponsor, Chair, Other, Post(9, "Programme office", Role.Office)];

        Approvers.Expect([1, 2], posts, Today);
        Approvers.Expect([], posts, Today);
        Assert.StartsWith("A post approves a pack once.", Fault(() => Approvers.Expect([1, 1], posts, Today)), StringComparison.Ordinal);
        Assert.StartsWith("Programme office cannot approve packs", Fault(() => Approvers.Expect([9], posts, Today)), StringComparison.Ordinal);
        Assert.Equal("This post is not in post today. Choose somebody who is.", Fault(() => Approvers.Expect([42], posts, Today)));
        Assert.Equal("At most 6 posts approve a pack. Take some out.", Fault(() => Approvers.Expect([1, 2, 3, 4, 5, 6, 7], posts, Today)));
    }

    // Two packs of one period with the same approvers, anything done to either in any order.
    [Fact]
    public void Approvals_of_one_pack_never_count_for_another()
    {
        var random = new Random(4);
        for (var run = 0; run < 500; run++)
        {
            Pack[] packs = [Candidate(number: 3, hash: "a"), Candidate(number: 4, hash: "b")];
            var given = packs.ToDictionary(p => p, _ => new HashSet<string>());
            for (var step = 0; step < 12; step++)
            {
                var (pack, who, hash) = (packs[random.Next(2)], new[] { Sponsor, Chair, Other }[random.Next(3)], random.Next(2) == 0 ? "a" : "b");
                var fault = Record.Exception(() =>
                {
                    if (random.Next(6) == 0)
                        pack.Return(As(who), "No.", Today, Now);
                    else if (random.Next(4) == 0)
                        pack.Issue(packs, Office, Today, Now);
                    else
                        given[pack].Add(pack.Approve(As(who), hash, null, Today, Now).Sha256!);
                });
                Assert.True(fault is null or RuleException, $"{fault}");
            }
            Assert.All(packs, p =>
            {
                Assert.All(given[p], hash => Assert.Equal(p.FileHash, hash));
                Assert.All(p.Approvals.Where(a => a.ApprovedOn is not null), a => Assert.Equal(p.FileHash, a.Sha256));
                if (p.IssuedOn is not null)
                    Assert.All(p.Approvals, a => Assert.Equal(p.FileHash, a.Sha256));
                Assert.False(p.IssuedOn is not null && p.WithdrawnOn is not null);
            });
        }
    }

    private static Pack Candidate(int? number = 3, int version = 1, string hash = "f")
    {
        var pack = new Pack { Id = 17, ProgrammeId = 1, Number = number, Version = version, PeriodKey = "2018-08", PeriodName = "August 2018", BuiltOn = Today, BuiltBy = "Programme office", FactsJson = "{}", FactsHash = "0", FileHash = hash };
        pack.AskFor([Sponsor, Chair], issueWithLast: true);
        return pack;
    }

    private static void Issue(Pack pack)
    {
        pack.Approve(As(Sponsor), "f", null, Today, Now);
        pack.Approve(As(Chair), "f", null, Today, Now);
        pack.Issue([], Office, Today, Now);
    }

    private static string Fault(Action verb) => Assert.Throws<RuleException>(verb).Message;

    private static Actor As(Member post) => new(1, post.Id, post.Title, post.Role);

    private static Member Post(int id, string title, Role role) => new() { Id = id, Title = title, Role = role, Agency = "Council", From = Day("2017-02-01") };

    private static DateOnly? Date(string? day) => day is null ? null : Day(day);
}
