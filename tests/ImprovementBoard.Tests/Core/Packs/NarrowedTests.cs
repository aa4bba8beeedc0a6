using System.Text.Json;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Tests.Core.Readiness;
using ImprovementBoard.Web.Features.Packs;
using static ImprovementBoard.Tests.TestDates;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs;

public sealed class NarrowedTests
{
    /// <summary>Every text in it that a person wrote, and every post, says so.</summary>
    private static PackFacts Candid => Judged with
    {
        Recommendations = [.. Judged.Recommendations.Select(r => r with
        {
            Owner = "SECRET post", OwnerAgency = "Council",
            Standing = r.Standing is { } s ? s with { StateReason = "SECRET state", Impact = s.Impact is { } i ? i with { By = "SECRET judge", Reason = "SECRET judgement" } : null } : null,
        })],
        Actions = [.. Judged.Actions.Select(a => a with
        {
            Lead = "SECRET lead", LeadAgency = "Police", Reason = "Blocked: SECRET words", ReviewerSays = DeliveryRating.OnTrack,
            LastUpdate = new(Day("2018-08-01"), "SECRET lead", "SECRET change", "SECRET child", "SECRET obstacle", false),
            DueMoves = [new(Day("2018-07-01"), Day("2018-09-28"), "SECRET reason", "SECRET decision")],
        })],
        LatestVisit = "SECRET visit",
        Claims =
        [
            new("1.1", "Action 1.1", "Delivered", [new(EvidenceStrength.SelfReported, Day("2018-07-01"), 4, false), new(EvidenceStrength.Independent, Day("2018-08-01"), 77, true)], false),
            new("2.1", "Action 2.1", "Delivered", [new(EvidenceStrength.InternallyTested, Day("2018-07-02"), 30, false)], false),
        ],
    };

    /// <summary>With everything that an edition may leave out.</summary>
    private static PackFacts Whole => Candid with
    {
        Direction = new("Statutory direction", Day("2016-11-25"), "Children Act 2004", "Do as directed.", "DfE"),
        Matrix = new([new("Inspection, 2016", "2016", false)], [new("1", [], 0, 0)], 0, []),
        Readiness = ReadinessReport.Of(null, ReadinessChecksTests.Facts(ReadinessChecksTests.Late with { UpdateDueBy = Day("2018-07-20") }), []),
    };

    [Fact]
    public void Nothing_a_person_wrote_and_no_post_is_in_the_public_facts_or_in_what_they_say()
    {
        var facts = Narrowed.For(Candid, Audience.Public);

        Assert.DoesNotContain("SECRET", PackFactsReader.ToJson(facts), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", PackDocument.ToJson(PackAssembler.Assemble(facts, "0")), StringComparison.Ordinal);
        Assert.Equal(Candid.Actions.Select(a => (a.Ref, a.Rating, a.Due, a.Forecast)), facts.Actions.Select(a => (a.Ref, a.Rating, a.Due, a.Forecast)));
        Assert.Equal(["Police"], facts.Actions.Select(a => a.Lead).Distinct());
    }

    [Fact]
    public void The_public_edition_says_what_it_leaves_out_and_how_much()
    {
        var left = Narrowed.For(Candid, Audience.Public).LeftOut!.ToDictionary(l => l.What, l => l.Count);

        Assert.Equal(3, left["What leads wrote in their latest updates"]);
        Assert.Equal(2, left["Reasons of judgements about impact"]);
        Assert.Equal(2, left["Posts that lead or own the work"]);
        Assert.Equal(1, left["Samples of 1 to 5 files or people"]);
        Assert.Null(left["Confidential evidence"]);
        Assert.Null(left["Visits by inspectors whose letter is not published"]);
    }

    [Theory]
    [InlineData(null, "none with a published letter")]
    [InlineData("Fourth visit: some progress", "Fourth visit: some progress")]
    public void The_public_edition_tells_the_latest_visit_whose_letter_is_out_and_no_other(string? published, string told) =>
        Assert.Equal(told, PackAssembler.Assemble(Narrowed.For(Candid with { PublishedVisit = published }, Audience.Public), "0").Cover.Facts.Single(f => f.Label == "Latest visit").Text);

    [Fact]
    public void Every_section_that_only_the_board_or_the_commissioner_reads_is_among_what_is_left_out()
    {
        var lines = new Dictionary<string, string>
        {
            ["exceptions"] = "What leads wrote in their latest updates",
            ["actions"] = "The table of every action",
            ["action_list"] = "The table of every action",
            ["matrix"] = "What inspectors said of each recommendation, visit by visit",
            ["direction"] = "What the direction requires, in its words",
            ["partners"] = "What each agency leads, by rating",
            ["readiness"] = "What the readiness checks found",
        };
        var theirs = PackEdition.All.Where(e => e.Audience is Audience.Board or Audience.Commissioner).SelectMany(e => e.Parts).Select(p => p.Key).Except(PackEdition.Of(Audience.Public).Parts.Select(p => p.Key)).ToList();
        var left = Narrowed.For(Whole, Audience.Public).LeftOut!.Select(l => l.What).ToList();

        Assert.Equal(lines.Keys.Where(theirs.Contains).Order(), theirs.Order());
        Assert.All(theirs, key => Assert.Contains(lines[key], left));
    }

    [Fact]
    public void An_action_that_is_not_for_publication_is_in_no_word_of_the_public_edition_and_counted_in_its_statement()
    {
        var facts = Candid with
        {
            Actions = [.. Candid.Actions.Select(a => a.Ref == "1.1" ? a with { Title = "SECRET action", NotForPublication = true } : a)],
            Recommendations = [.. Candid.Recommendations.Select(r => r with { Reason = r.Actions.Contains("1.1") ? "1 of 2 actions is off track: 1.1" : r.Reason })],
            Claims = [new("1.1", "SECRET action", "Delivered", [], false), Candid.Claims![1]],
            Previous = SameAsNow(Candid),
        };

        var (outside, board) = (Narrowed.For(facts, Audience.Public), Narrowed.For(facts, Audience.Board));

        Assert.DoesNotContain("1.1", PackFactsReader.ToJson(outside), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", PackDocument.ToJson(PackAssembler.Assemble(outside, "0")), StringComparison.Ordinal);
        Assert.Equal(facts.Recommendations.Select(r => r.Rating), outside.Recommendations.Select(r => r.Rating));
        Assert.Equal(1, outside.LeftOut!.Single(l => l.What == "Actions that are not for publication").Count);
        Assert.Empty(ChangesSection.From(outside).Rows);
        Assert.Contains(board.Actions, a => a.Title == "SECRET action");
    }

    [Theory]
    [InlineData("2018-08-01", "2018-08-01", "Due 1 Aug 2018, not delivered and no later date forecast")]
    [InlineData("2018-08-01", "2018-09-14", "Due 1 Aug 2018, forecast 14 Sep 2018")]
    public void The_public_reads_why_something_is_off_track_from_its_dates(string due, string forecast, string why)
    {
        var late = Candid with { Actions = [Candid.Actions[0] with { Rating = DeliveryRating.OffTrack, Due = Day(due), Forecast = Day(forecast) }] };

        Assert.Equal(why, Narrowed.For(late, Audience.Public).Actions[0].Reason);
    }

    [Theory]
    [InlineData(Audience.Commissioner, true)]
    [InlineData(Audience.Board, false)]
    [InlineData(Audience.Public, false)]
    [InlineData(Audience.Summary, false)]
    public void Confidential_evidence_is_for_the_commissioner_only(Audience audience, bool there) =>
        Assert.Equal(there, Narrowed.For(Candid, audience).Claims!.SelectMany(c => c.Proofs).Any(p => p.Confidential));

    [Fact]
    public void Small_samples_are_printed_for_the_commissioner_and_not_for_everybody()
    {
        string[] Samples(Audience audience) => [.. EvidenceSection.From(Narrowed.For(Candid, audience))!.Tables[1].FlatRows.Select(r => r[5].Words)];

        Assert.Equal(["30", "77"], Samples(Audience.Commissioner).Order());
        Assert.Equal(["30", "c"], Samples(Audience.Public).Order());
    }

    [Fact]
    public void Facts_for_an_edition_are_the_same_after_storing_and_reading() => Assert.All(PackEdition.All, edition =>
    {
        var json = PackFactsReader.ToJson(Narrowed.For(Candid, edition.Audience));
        Assert.Equal(json, PackFactsReader.ToJson(PackFactsReader.FromJson(json)));
        Assert.Equal(JsonSerializer.Serialize(edition.Parts.Select(p => p.Key)), JsonSerializer.Serialize(PackFactsReader.FromJson(json).Sections));
    });
}
