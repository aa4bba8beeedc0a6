using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Ratings;

public sealed class DeliveryRuleTests
{
    // Monday 6 August 2018; due on Friday 28 September 2018. A cycle is 28 days.
    private static readonly DeliveryFacts Working = new(
        Today: Day("2018-08-06"), CycleDays: 28, BaselineStart: Day("2018-05-01"), Due: Day("2018-09-28"),
        StartedOn: Day("2018-05-01"), DeliveredOn: null, SignedOffOn: null, SignedOffBy: null,
        LastUpdateOn: Day("2018-08-01"), Forecast: Day("2018-09-28"), LeadSays: null);

    private static readonly DeliveryFacts NotStarted = Working with { StartedOn = null, LastUpdateOn = null };

    private static readonly Dictionary<string, (DeliveryFacts Facts, DeliveryRating Rating, string Reason)> Table = new()
    {
        // Green
        ["forecast on its date"] = (Working, OnTrack, "Forecast on its date; update in this cycle"),
        ["forecast 1 day early"] = (Working with { Forecast = Day("2018-09-27") }, OnTrack, "Forecast 1 day early"),
        ["forecast a month early"] = (Working with { Forecast = Day("2018-08-28") }, OnTrack, "Forecast 31 days early"),
        ["due today"] = (Working with { Due = Day("2018-08-06"), Forecast = Day("2018-08-06") }, OnTrack, "Forecast on its date; update in this cycle"),
        ["last update 28 days ago"] = (Working with { LastUpdateOn = Day("2018-07-09") }, OnTrack, "Forecast on its date; update in this cycle"),
        ["forecast passed yesterday, due in weeks"] = (Working with { Forecast = Day("2018-08-05") }, OnTrack, "Forecast date passed 1 day ago"),
        ["forecast passed, then an amber line"] = (Working with { Forecast = Day("2018-08-05"), LastUpdateOn = Day("2018-07-08") }, AtRisk, "No update for 29 days"),
        ["forecast today, due in weeks"] = (Working with { Forecast = Day("2018-08-06") }, OnTrack, "Forecast 53 days early"),
        ["forecast on the Sunday after it is due"] = (Working with { Forecast = Day("2018-09-30") }, OnTrack, "Forecast less than a working day late"),
        ["started 3 days ago, never an update"] = (Working with { StartedOn = Day("2018-08-03"), LastUpdateOn = null }, OnTrack, "Started on 3 Aug 2018; first update due by 31 Aug 2018"),
        ["started 28 days ago, never an update"] = (Working with { StartedOn = Day("2018-07-09"), LastUpdateOn = null }, OnTrack, "Started on 9 Jul 2018; first update due by 6 Aug 2018"),
        ["started after the last update"] = (Working with { StartedOn = Day("2018-08-03"), LastUpdateOn = Day("2018-01-08") }, OnTrack, "Started on 3 Aug 2018; next update due by 31 Aug 2018"),
        ["started on the day of the last update"] = (Working with { StartedOn = Day("2018-08-01") }, OnTrack, "Forecast on its date; update in this cycle"),
        ["started late, now working"] = (Working with { BaselineStart = Day("2018-03-01") }, OnTrack, "Forecast on its date; update in this cycle"),

        // Amber
        ["forecast 1 working day late, over a weekend"] = (Working with { Forecast = Day("2018-10-01") }, AtRisk, "Forecast 1 working day late"),
        ["forecast 20 working days late"] = (Working with { Forecast = Day("2018-10-26") }, AtRisk, "Forecast 20 working days late"),
        ["forecast on the Sunday after 20 working days"] = (Working with { Forecast = Day("2018-10-28") }, AtRisk, "Forecast 20 working days late"),
        ["last update 29 days ago"] = (Working with { LastUpdateOn = Day("2018-07-08") }, AtRisk, "No update for 29 days"),
        ["last update 56 days ago"] = (Working with { LastUpdateOn = Day("2018-06-11") }, AtRisk, "No update for 56 days"),
        ["started 29 days ago, never an update"] = (Working with { StartedOn = Day("2018-07-08"), LastUpdateOn = null }, AtRisk, "No update since work started 29 days ago"),
        ["started 29 days ago, after the last update"] = (Working with { StartedOn = Day("2018-07-08"), LastUpdateOn = Day("2018-01-08") }, AtRisk, "No update since work started 29 days ago"),
        ["a shorter cycle is missed sooner"] = (Working with { CycleDays = 7, LastUpdateOn = Day("2018-07-29") }, AtRisk, "No update for 8 days"),
        ["start passed yesterday, not started"] = (NotStarted with { BaselineStart = Day("2018-08-05") }, AtRisk, "Not started; first agreed start was 5 Aug 2018"),
        ["not started, and forecast late"] = (NotStarted with { BaselineStart = Day("2018-09-03"), Forecast = Day("2018-10-01") }, AtRisk, "Forecast 1 working day late"),
        ["one milestone missed"] = (Working with { MissedMilestones = 1 }, AtRisk, "1 milestone missed"),
        ["two milestones missed, and silence"] = (Working with { MissedMilestones = 2, LastUpdateOn = Day("2018-07-08") }, AtRisk, "2 milestones missed; no update for 29 days"),
        ["blocked, and the lead can clear it"] = (Working with { Blocked = "Blocked: two vacancies" }, AtRisk, "Blocked: two vacancies"),
        ["blocked before it starts"] = (NotStarted with { BaselineStart = Day("2018-09-03"), Blocked = "Blocked: no room" }, AtRisk, "Blocked: no room"),
        ["re-baselined today"] = (Working with { RebaselinedOn = Day("2018-08-06") }, AtRisk, "Re-baselined on 6 Aug 2018"),
        ["re-baselined 28 days ago"] = (Working with { RebaselinedOn = Day("2018-07-09") }, AtRisk, "Re-baselined on 9 Jul 2018"),
        ["re-baselined 29 days ago"] = (Working with { RebaselinedOn = Day("2018-07-08") }, OnTrack, "Forecast on its date; update in this cycle"),
        ["every amber line at once"] = (Working with { Forecast = Day("2018-10-05"), MissedMilestones = 1, Blocked = "Blocked: two vacancies", LastUpdateOn = Day("2018-07-01"), RebaselinedOn = Day("2018-07-20") }, AtRisk, "Forecast 5 working days late; 1 milestone missed; blocked: two vacancies; no update for 36 days; re-baselined on 20 Jul 2018"),
        ["two amber lines"] = (Working with { Forecast = Day("2018-10-05"), LastUpdateOn = Day("2018-07-01") }, AtRisk, "Forecast 5 working days late; no update for 36 days"),
        ["delivered 11 working days ago"] = (Working with { DeliveredOn = Day("2018-07-20") }, AtRisk, "Delivered on 20 Jul 2018; waiting 11 working days for sign-off"),

        // Red
        ["due yesterday"] = (Working with { Due = Day("2018-08-05"), Forecast = Day("2018-08-05") }, OffTrack, "Due date passed 1 day ago"),
        ["forecast 21 working days late"] = (Working with { Forecast = Day("2018-10-29") }, OffTrack, "Forecast 21 working days late"),
        ["last update 57 days ago"] = (Working with { LastUpdateOn = Day("2018-06-10") }, OffTrack, "No update for 57 days"),
        ["started 57 days ago, never an update"] = (Working with { StartedOn = Day("2018-06-10"), LastUpdateOn = null }, OffTrack, "No update since work started 57 days ago"),
        ["due date passed, not started"] = (NotStarted with { Due = Day("2018-07-30"), Forecast = Day("2018-07-30") }, OffTrack, "Due date passed 7 days ago; not started; first agreed start was 1 May 2018"),
        ["blocked, and somebody else must decide"] = (Working with { Blocked = "Blocked: no money; needs a decision of the cabinet", NeedsDecision = true }, OffTrack, "Blocked: no money; needs a decision of the cabinet"),
        ["blocked elsewhere, then amber lines"] = (Working with { Blocked = "Blocked: no money", NeedsDecision = true, MissedMilestones = 3 }, OffTrack, "Blocked: no money; 3 milestones missed"),
        ["late and blocked elsewhere and silent"] = (Working with { Due = Day("2018-07-30"), Forecast = Day("2018-07-30"), Blocked = "Blocked: no money", NeedsDecision = true, LastUpdateOn = Day("2018-06-01") }, OffTrack, "Due date passed 7 days ago; blocked: no money; no update for 66 days"),
        ["every red line at once"] = (Working with { Due = Day("2018-07-30"), Forecast = Day("2018-09-28"), LastUpdateOn = Day("2018-06-01") }, OffTrack, "Due date passed 7 days ago; forecast 43 working days late; no update for 66 days"),
        ["a red line first, then an amber one"] = (Working with { Forecast = Day("2018-10-29"), LastUpdateOn = Day("2018-07-08") }, OffTrack, "Forecast 21 working days late; no update for 29 days"),

        // Blue outline
        ["delivered today"] = (Working with { DeliveredOn = Day("2018-08-06") }, AwaitingSignOff, "Delivered on 6 Aug 2018; waiting 0 working days for sign-off"),
        ["delivered 1 working day ago"] = (Working with { DeliveredOn = Day("2018-08-03") }, AwaitingSignOff, "Delivered on 3 Aug 2018; waiting 1 working day for sign-off"),
        ["delivered 10 working days ago"] = (Working with { DeliveredOn = Day("2018-07-23") }, AwaitingSignOff, "Delivered on 23 Jul 2018; waiting 10 working days for sign-off"),
        ["delivered, whatever was blocked, missed or moved"] = (Working with { DeliveredOn = Day("2018-08-06"), Blocked = "Blocked: no money", NeedsDecision = true, MissedMilestones = 1, RebaselinedOn = Day("2018-08-01") }, AwaitingSignOff, "Delivered on 6 Aug 2018; waiting 0 working days for sign-off"),
        ["delivered, whatever the forecast and the silence"] = (Working with { DeliveredOn = Day("2018-08-03"), Due = Day("2018-06-29"), Forecast = Day("2018-12-31"), LastUpdateOn = Day("2018-01-01") }, AwaitingSignOff, "Delivered on 3 Aug 2018; waiting 1 working day for sign-off"),

        // Grey
        ["starts tomorrow"] = (NotStarted with { BaselineStart = Day("2018-08-07") }, NotDue, "Starts on 7 Aug 2018"),
        ["starts today"] = (NotStarted with { BaselineStart = Day("2018-08-06") }, NotDue, "Starts on 6 Aug 2018"),

        // Blue
        ["signed off"] = (Working with { DeliveredOn = Day("2018-07-02"), SignedOffOn = Day("2018-07-20"), SignedOffBy = "Programme director" }, Complete, "Signed off on 20 Jul 2018 by the programme director"),
        ["signed off by a title in capitals"] = (Working with { SignedOffOn = Day("2018-07-20"), SignedOffBy = "DCS" }, Complete, "Signed off on 20 Jul 2018 by the DCS"),
        ["signed off, by whom is not known"] = (Working with { DeliveredOn = Day("2018-07-02"), SignedOffOn = Day("2018-07-20") }, Complete, "Signed off on 20 Jul 2018"),
        ["signed off beats all"] = (Working with { SignedOffOn = Day("2018-07-20"), DeliveredOn = Day("2018-01-02"), Due = Day("2017-12-29"), Forecast = Day("2099-12-31"), LastUpdateOn = null, LeadSays = OffTrack }, Complete, "Signed off on 20 Jul 2018"),
    };

    public static TheoryData<string> Lines => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Rates_by_the_first_line_that_holds(string line)
    {
        var (facts, rating, reason) = Table[line];

        Assert.Equal(new DeliveryVerdict(rating, reason, rating, null, null), DeliveryRule.Rate(facts));
    }

    [Theory]
    [InlineData(OnTrack, AtRisk, AtRisk, AtRisk)]     // gloomier stands, and is shown
    [InlineData(OnTrack, OffTrack, OffTrack, OffTrack)]
    [InlineData(AtRisk, OffTrack, OffTrack, OffTrack)]
    [InlineData(AtRisk, OnTrack, AtRisk, OnTrack)]    // sunnier changes nothing, and is shown
    [InlineData(OffTrack, AtRisk, OffTrack, AtRisk)]
    [InlineData(OffTrack, OnTrack, OffTrack, OnTrack)]
    [InlineData(OnTrack, OnTrack, OnTrack, null)]     // the same needs no second mark
    [InlineData(AtRisk, AtRisk, AtRisk, null)]
    [InlineData(OffTrack, OffTrack, OffTrack, null)]
    [InlineData(OnTrack, null, OnTrack, null)]
    [InlineData(NotDue, AtRisk, AtRisk, AtRisk)]      // work not yet due may be in danger already
    [InlineData(NotDue, OffTrack, OffTrack, OffTrack)]
    [InlineData(NotDue, OnTrack, NotDue, null)]       // neither better nor worse
    public void A_lead_may_be_gloomier_than_the_rule_never_sunnier(DeliveryRating rule, DeliveryRating? lead, DeliveryRating rating, DeliveryRating? shown)
    {
        var verdict = DeliveryRule.Rate(RatedByRule(rule) with { LeadSays = lead });

        Assert.Equal((rating, shown), (verdict.Rating, verdict.LeadDiffers));
    }

    [Theory]
    [InlineData(AwaitingSignOff)]
    [InlineData(Complete)]
    public void A_leads_view_counts_no_more_once_it_is_delivered(DeliveryRating rule)
    {
        var facts = RatedByRule(rule);

        Assert.Equal(DeliveryRule.Rate(facts), DeliveryRule.Rate(facts with { LeadSays = OffTrack }));
    }

    [Fact]
    public void Work_that_waits_too_long_for_sign_off_is_at_risk_whatever_the_lead_says()
    {
        var facts = Working with { DeliveredOn = Day("2018-07-02") };

        Assert.Equal(AtRisk, DeliveryRule.Rate(facts).Rating);
        Assert.Equal(DeliveryRule.Rate(facts), DeliveryRule.Rate(facts with { LeadSays = OffTrack }));
    }

    [Fact]
    public void A_gloomier_lead_is_named_beside_the_reason_of_the_rule() =>
        Assert.Equal(
            "The lead rates it lower than the rule, which says at risk: forecast 1 working day late",
            DeliveryRule.Rate(RatedByRule(AtRisk) with { LeadSays = OffTrack }).Reason);

    [Fact]
    public void A_sunnier_lead_leaves_the_reason_of_the_rule() =>
        Assert.Equal("Forecast 1 working day late", DeliveryRule.Rate(RatedByRule(AtRisk) with { LeadSays = OnTrack }).Reason);

    [Theory]
    [InlineData(AtRisk, OnTrack)]   // sunnier stands once a reviewer agrees
    [InlineData(OffTrack, OnTrack)]
    [InlineData(OnTrack, OffTrack)] // a reviewer may see what the dates do not show
    [InlineData(NotDue, AtRisk)]
    public void What_a_reviewer_agreed_stands_and_the_rule_is_named_beside_it(DeliveryRating rule, DeliveryRating agreed)
    {
        var facts = RatedByRule(rule);

        var verdict = DeliveryRule.Rate(facts with { LeadSays = OnTrack, Agreed = new(agreed, "Programme office", "The contract is signed.") });

        Assert.Equal((agreed, rule, (DeliveryRating?)agreed), (verdict.Rating, verdict.Rule, verdict.ReviewerDiffers));
        Assert.StartsWith($"Agreed by the programme office: The contract is signed. The rule says {RatingLook.Of(rule).Word.ToLowerInvariant()}: ", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AtRisk)]
    [InlineData(AwaitingSignOff)]
    [InlineData(Complete)]
    public void A_reviewer_who_agrees_with_the_rule_or_after_delivery_changes_nothing(DeliveryRating rule)
    {
        var facts = RatedByRule(rule);

        Assert.Equal(DeliveryRule.Rate(facts), DeliveryRule.Rate(facts with { Agreed = new(AtRisk, "Programme office", "As the rule says") }));
    }

    [Theory]
    [InlineData("2018-08-03", "2018-08-01", OnTrack, "Reopened on 3 Aug 2018; next update due by 31 Aug 2018")]
    [InlineData("2018-07-09", "2018-06-01", OnTrack, "Reopened on 9 Jul 2018; next update due by 6 Aug 2018")]
    [InlineData("2018-07-08", "2018-06-01", AtRisk, "No update since work was reopened 29 days ago")]
    [InlineData("2018-06-10", "2018-06-01", OffTrack, "No update since work was reopened 57 days ago")]
    [InlineData("2018-07-08", "2018-08-01", OnTrack, "Forecast on its date; update in this cycle")]
    public void Reopened_work_owes_its_next_update_a_cycle_after_it_was_reopened(string reopenedOn, string lastUpdateOn, DeliveryRating rating, string reason)
    {
        var verdict = DeliveryRule.Rate(Working with { ReopenedOn = Day(reopenedOn), LastUpdateOn = Day(lastUpdateOn) });

        Assert.Equal((rating, reason), (verdict.Rating, verdict.Reason));
    }

    [Theory]
    [InlineData("2018-05-01", "2018-07-09", null, false)] // 28 days ago
    [InlineData("2018-05-01", "2018-07-08", null, true)]  // 29 days ago
    [InlineData("2018-07-09", null, null, false)]
    [InlineData("2018-07-08", null, null, true)]
    [InlineData("2018-07-09", "2018-01-08", null, false)] // an update before the start
    [InlineData(null, null, null, false)]                 // not started
    [InlineData(null, "2018-01-08", null, false)]
    [InlineData("2018-05-01", "2018-06-01", "2018-08-03", false)] // delivered
    public void A_lead_owes_an_update_once_a_cycle_while_work_goes_on(string? startedOn, string? lastUpdateOn, string? deliveredOn, bool missed) =>
        Assert.Equal(missed, (Working with { StartedOn = DayOrNone(startedOn), LastUpdateOn = DayOrNone(lastUpdateOn), DeliveredOn = DayOrNone(deliveredOn) }).UpdateMissed);

    // The order of DeliveryRating is from bad to good, so "never better" is "never a greater number".
    [Fact]
    public void A_later_forecast_never_makes_a_rating_better() =>
        Assert.All(AnyFacts(1), facts =>
        {
            var later = facts with { Forecast = facts.Forecast.AddDays(1 + (facts.Forecast.DayNumber % 40)) };
            Assert.True(DeliveryRule.Rate(later).Rating <= DeliveryRule.Rate(facts).Rating, $"{facts} is better when forecast {later.Forecast:O}");
        });

    // But for the mark of a re-baseline, which goes after a cycle: the table above has its last day.
    [Fact]
    public void A_day_that_passes_never_makes_a_rating_better() =>
        Assert.All(AnyFacts(2).Select(f => f with { RebaselinedOn = null }), facts =>
        {
            var tomorrow = facts with { Today = facts.Today.AddDays(1) };
            Assert.True(DeliveryRule.Rate(tomorrow).Rating <= DeliveryRule.Rate(facts).Rating, $"{facts} is better a day later");
        });

    [Fact]
    public void A_leads_view_never_makes_a_rating_better() =>
        Assert.All(AnyFacts(3), facts =>
            Assert.True(DeliveryRule.Rate(facts).Rating <= DeliveryRule.Rate(facts with { LeadSays = null }).Rating, $"{facts} is better for the lead's view"));

    [Fact]
    public void A_missed_milestone_a_block_or_a_moved_date_never_makes_a_rating_better() =>
        Assert.All(AnyFacts(6), facts =>
        {
            var calm = facts with { MissedMilestones = 0, Blocked = null, NeedsDecision = false, RebaselinedOn = null };
            Assert.True(DeliveryRule.Rate(facts).Rating <= DeliveryRule.Rate(calm).Rating, $"{facts} is better for what went wrong");
        });

    [Fact]
    public void A_rating_always_has_a_reason() =>
        Assert.All(AnyFacts(4), facts => Assert.Matches("^[A-Z0-9].*[^.; ]$", DeliveryRule.Rate(facts).Reason));

    [Fact]
    public void Any_facts_reach_every_rating() =>
        Assert.Equal(Enum.GetValues<DeliveryRating>(), AnyFacts(5).Select(f => DeliveryRule.Rate(f).Rating).Distinct().Order());

    private static DeliveryFacts RatedByRule(DeliveryRating rating)
    {
        var facts = rating switch
        {
            OffTrack => Working with { Due = Day("2018-08-03"), Forecast = Day("2018-08-03") },
            AtRisk => Working with { Forecast = Day("2018-10-01") },
            OnTrack => Working,
            AwaitingSignOff => Working with { DeliveredOn = Day("2018-08-03") },
            NotDue => NotStarted with { BaselineStart = Day("2018-09-03") },
            _ => Working with { DeliveredOn = Day("2018-07-02"), SignedOffOn = Day("2018-07-20") },
        };
        Assert.Equal(rating, DeliveryRule.Rate(facts).Rating);
        return facts;
    }

    // Facts that can be true together: nothing that has happened lies after today.
    private static IEnumerable<DeliveryFacts> AnyFacts(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++)
        {
            var today = Day("2018-01-01").AddDays(random.Next(700));
            var start = today.AddDays(random.Next(-200, 60));
            DateOnly? Past(int most, double chance) => random.NextDouble() < chance ? today.AddDays(-random.Next(most)) : null;
            var due = start.AddDays(random.Next(20, 300));
            var delivered = Past(60, 0.2);
            yield return new DeliveryFacts(
                today, random.Next(7, 92), start, due, Past(200, 0.8), delivered,
                delivered is not null && random.Next(2) == 0 ? today : null, "Programme director",
                Past(120, 0.7), due.AddDays(random.Next(-60, 60)),
                random.Next(4) is < 3 and var lead ? (DeliveryRating)lead : null)
            {
                MissedMilestones = random.Next(12) is < 3 and var missed ? missed : 0,
                Blocked = random.Next(10) is var blocked && blocked < 2 ? "Blocked: two vacancies" : null,
                NeedsDecision = blocked == 0,
                RebaselinedOn = Past(120, 0.1),
            };
        }
    }
}
