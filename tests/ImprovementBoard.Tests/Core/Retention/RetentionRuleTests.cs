using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Retention;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Retention;

public sealed class RetentionRuleTests
{
    private static readonly Actor Admin = new(1, 7, "Administrator", Role.Admin);

    [Fact]
    public void Every_kind_has_one_rule_whose_default_may_be_set()
    {
        Assert.Equal(Enum.GetValues<RetentionKind>(), RetentionRule.All.Select(r => r.Kind).Order());
        Assert.All(RetentionRule.All, r => Assert.True(r.Least > 0 && r.Least <= r.Default && r.Default <= r.Most, r.Name));
        Assert.All(RetentionRule.All, r => Assert.True(r.Source.Contains("llustrative", StringComparison.Ordinal) || r.Source.Contains("Act 19", StringComparison.Ordinal), r.Name));
    }

    [Theory]
    [InlineData(RetentionKind.Mails, "2025-01-31", 1, "2025-02-28")]
    [InlineData(RetentionKind.Mails, "2024-01-31", 1, "2024-02-29")]
    [InlineData(RetentionKind.Mails, "2024-02-29", 12, "2025-02-28")]
    [InlineData(RetentionKind.Mails, "2024-03-30", 72, "2030-03-30")]
    [InlineData(RetentionKind.UpdateDrafts, "2024-02-01", 30, "2024-03-02")]
    [InlineData(RetentionKind.UpdateDrafts, "2025-12-31", 365, "2026-12-31")]
    public void Something_is_due_on_its_day(RetentionKind kind, string from, int length, string due) => Assert.Equal(Day(due), RetentionRule.Of(kind).DueOn(Day(from), length));

    [Fact]
    public void Nothing_is_asked_for_before_its_day_and_everything_from_it_on()
    {
        var random = new Random(20260302);
        foreach (var rule in RetentionRule.All)
            for (var i = 0; i < 2000; i++)
            {
                var (today, length) = (Day("2015-01-01").AddDays(random.Next(8000)), random.Next(1, rule.Unit == RetentionUnit.Months ? 200 : 2000));
                var cutoff = rule.Cutoff(today, length);

                Assert.True(rule.DueOn(cutoff, length) <= today);
                Assert.True(rule.DueOn(cutoff.AddDays(1), length) > today);
            }
    }

    [Fact]
    public void A_hold_covers_what_it_names_and_nothing_else()
    {
        var random = new Random(7);
        var answering = new[] { (Recommendation: 1, Action: 11), (Recommendation: 1, Action: 12), (Recommendation: 2, Action: 21) }.ToLookup(a => a.Recommendation, a => a.Action);
        var addresses = new Dictionary<int, string> { [5] = "Five@x.example" };
        for (var i = 0; i < 5000; i++)
        {
            var covers = (HoldCovers)random.Next(5);
            var id = covers switch { HoldCovers.Programme => (int?)null, HoldCovers.Recommendation => random.Next(1, 3), HoldCovers.Action => random.Next(11, 13), HoldCovers.Evidence => random.Next(30, 33), _ => random.Next(4, 6) };
            var hold = RetentionHold.Put(covers, (id, "it"), "A claim.", "Legal services", Admin, Day("2026-03-02"));
            var lifted = random.Next(4) == 0;
            if (lifted)
                hold.Lift("Settled.", Admin, Day("2026-03-03"));
            var thing = new Thing(random.Next(2) == 0 ? null : random.Next(10, 23), random.Next(2) == 0 ? null : random.Next(1, 4), random.Next(2) == 0 ? null : random.Next(30, 33), random.Next(2) == 0 ? null : random.Next(3, 7), random.Next(2) == 0 ? null : "FIVE@X.EXAMPLE");

            var expected = !lifted && covers switch
            {
                HoldCovers.Programme => true,
                HoldCovers.Recommendation => thing.RecommendationId == id || (thing.ActionId is { } a && answering[id!.Value].Contains(a)),
                HoldCovers.Action => thing.ActionId == id,
                HoldCovers.Evidence => thing.EvidenceId == id,
                _ => thing.MemberId == id || (id == 5 && thing.Address is not null),
            };
            Assert.Equal(expected, HoldSet.Of([hold], answering, addresses).Covers(thing));
        }
    }

    [Theory]
    [InlineData(null, "Because.", "Length")]
    [InlineData(0, "Because.", "Length")]
    [InlineData(1201, "Because.", "Length")]
    [InlineData(12, "Because.", "Length")]
    [InlineData(24, " ", "Reason")]
    public void A_period_is_set_within_its_limits_and_with_a_reason(int? length, string reason, string field) =>
        Assert.Equal(field, Assert.Throws<RuleException>(() => new RetentionPeriod { Kind = RetentionKind.Mails }.Set(length, 12, reason, Admin, Day("2026-03-02"))).Field);

    [Fact]
    public void A_period_that_is_set_counts_and_the_default_for_the_rest()
    {
        var period = new RetentionPeriod { Kind = RetentionKind.Mails };
        period.Set(24, 12, "Line 12 of the schedule.", Admin, Day("2026-03-02"));
        var periods = new RetentionPeriods([period]);

        Assert.Equal((24, 6), (periods.Of(RetentionKind.Mails), periods.Of(RetentionKind.Invitations)));
        Assert.Equal((Day("2026-03-02"), "Administrator"), (period.SetOn, period.SetBy));
    }

    [Theory]
    [InlineData(null, true, "A claim.", "Legal services", "Covers")]
    [InlineData(HoldCovers.Action, false, "A claim.", "Legal services", "Reference")]
    [InlineData(HoldCovers.Person, false, "A claim.", "Legal services", "Person")]
    [InlineData(HoldCovers.Action, true, "", "Legal services", "Reason")]
    [InlineData(HoldCovers.Action, true, "A claim.", " ", "AskedBy")]
    public void A_hold_says_what_why_and_for_whom(HoldCovers? covers, bool found, string reason, string asked, string field) =>
        Assert.Equal(field, Assert.Throws<RuleException>(() => RetentionHold.Put(covers, found ? (1, "action 1.1") : null, reason, asked, Admin, Day("2026-03-02"))).Field);

    [Fact]
    public void A_hold_is_lifted_once()
    {
        var hold = RetentionHold.Put(HoldCovers.Programme, (null, "the whole programme"), "A claim.", "Legal services", Admin, Day("2026-03-02"));
        hold.Lift("Settled.", Admin, Day("2026-03-05"));

        Assert.Contains("lifted on 5 March 2026 already", Assert.Throws<RuleException>(() => hold.Lift("Again.", Admin, Day("2026-03-06"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, false, false, null)]
    [InlineData(false, false, false, false, "No account")]
    [InlineData(true, true, false, false, "was erased already")]
    [InlineData(true, false, true, false, "still has a part")]
    [InlineData(true, false, false, true, "A hold covers")]
    [InlineData(true, false, true, true, "still has a part")]
    public void Only_who_has_left_and_is_not_held_is_erased(bool account, bool erased, bool present, bool held, string? refusal)
    {
        var said = Erasure.Refusal(Post, account, erased, present, held);

        if (refusal is null)
            Assert.Null(said);
        else
            Assert.Contains(refusal, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "", "", false, null)]
    [InlineData(true, "Board", "Clerk", true, "A hold covers")]
    [InlineData(false, "Board,Public", "", true, "This address is still in use: first have the programme office take it off the distribution list of the board and public edition (Packs → Distribution lists).")]
    [InlineData(false, "", "Clerk", false, "This address is still in use: first withdraw the invitation as clerk (People).")]
    [InlineData(false, "", "", true, "is being sent")]
    public void An_address_is_erased_that_is_neither_in_use_nor_held(bool held, string lists, string invited, bool sending, string? refusal)
    {
        var said = Erasure.Refusal(null, held, [.. lists.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Audience>)], invited.Split(',', StringSplitOptions.RemoveEmptyEntries), sending);

        if (refusal is null)
            Assert.Null(said);
        else
            Assert.Contains(refusal, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Asked for.", "Confirm")]
    [InlineData("Board member, fire", "Asked for.", "Confirm")]
    [InlineData("Board member, police", "", "Reason")]
    public void Erasing_asks_for_the_title_and_a_reason(string typed, string reason, string field) => Assert.Equal(field, Assert.Throws<RuleException>(() => Erasure.Confirm(Post, typed, reason)).Field);

    [Fact]
    public void A_run_counts_by_kind_and_says_it()
    {
        var run = new RetentionRun();
        Assert.Equal("Nothing was due", run.Words);
        run.AddGone(RetentionKind.Mails, 1200);
        run.AddGone(RetentionKind.Mails, 34);
        run.AddGone(RetentionKind.Accounts, 0);
        run.SetHeld(RetentionKind.Mails, 2);
        run.SetHeld(RetentionKind.Invitations, 0);
        run.SetHeld(RetentionKind.EvidenceFiles, 1);

        Assert.Equal((1234, 3), (run.Gone, run.Held));
        Assert.Equal("Mails: 1,234 gone, 2 held back; Evidence of what is closed: 0 gone, 1 held back", run.Words);
    }

    private static Member Post => new() { Title = "Board member, police", Agency = "Police" };

    private sealed record Thing(int? ActionId, int? RecommendationId, int? EvidenceId, int? MemberId, string? Address) : IHoldable;
}
