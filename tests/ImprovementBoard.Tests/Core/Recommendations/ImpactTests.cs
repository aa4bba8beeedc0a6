using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Recommendations;

/// <summary>Impact is judged against evidence, and never worked out from delivery.</summary>
public sealed class ImpactTests
{
    private static readonly DateOnly Today = Day("2018-08-06");
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);
    private static readonly Actor Owner = new(1, 4, "Head of safeguarding", Role.Lead);
    private static readonly EvidenceFact Paper = new(1, EvidenceKind.Document, EvidenceStrength.SelfReported, Day("2018-07-02"), null);
    private static readonly EvidenceFact Audit = new(2, EvidenceKind.Audit, EvidenceStrength.InternallyTested, Day("2018-07-02"), 30);
    private static readonly EvidenceFact Review = new(3, EvidenceKind.ExternalReview, EvidenceStrength.Independent, Day("2018-07-02"), null);
    private static readonly EvidenceFact Voice = new(4, EvidenceKind.ChildFamilyVoice, EvidenceStrength.SelfReported, Day("2018-07-02"), 12);

    private static readonly Dictionary<string, (ImpactRating Level, EvidenceFact[] Evidence, string? Fault)> Cases = new()
    {
        ["too early needs none"] = (ImpactRating.TooEarly, [], null),
        ["no difference without evidence"] = (ImpactRating.NoDifferenceYet, [], "Choose the evidence that shows “no difference yet”. Without evidence only “too early” can be judged."),
        ["no difference"] = (ImpactRating.NoDifferenceYet, [Paper], null),
        ["early signs"] = (ImpactRating.EarlySigns, [Paper], null),
        ["evidence of tomorrow"] = (ImpactRating.EarlySigns, [Paper with { DatedOn = Day("2018-08-07") }], "A piece of evidence is dated 7 August 2018, after today. Leave it out, or put its date right."),
        ["a difference without an audit"] = (ImpactRating.MakingADifference, [Paper, Review, Voice], "“making a difference” needs an audit with a stated sample. Choose one, or judge a lower level."),
        ["a difference with an audit of nobody knows how many"] = (ImpactRating.MakingADifference, [Audit with { Sample = null }], "“making a difference” needs an audit with a stated sample. Choose one, or judge a lower level."),
        ["a difference"] = (ImpactRating.MakingADifference, [Audit], null),
        ["embedded without anything independent"] = (ImpactRating.Embedded, [Audit, Voice], "“embedded” needs one independent piece of evidence. Choose one, or judge a lower level."),
        ["embedded without a voice"] = (ImpactRating.Embedded, [Audit, Review], "“embedded” needs the voice of children, families or staff. Choose such evidence, or judge a lower level."),
        ["embedded out of nothing"] = (ImpactRating.Embedded, [Audit, Review, Voice], "“making a difference” must have held for 183 days before “embedded”. It is not judged so now."),
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void A_level_needs_its_evidence(string name)
    {
        var (level, evidence, fault) = Cases[name];
        var recommendation = Recommendation();

        var refused = Record.Exception(() => recommendation.JudgeImpact(level, "Children see one worker.", evidence, Office, Today));

        Assert.Equal(fault, refused?.Message);
        Assert.Equal(fault is null ? level : null, recommendation.Impact);
        Assert.Equal(fault is null ? 1 : 0, recommendation.Judgements.Count);
        if (refused is not null)
            Assert.NotNull(Assert.IsType<RuleException>(refused).Field);
    }

    [Theory]
    [InlineData("2018-02-04", true)] // 183 days
    [InlineData("2018-02-05", false)]
    public void Embedded_needs_two_quarters_of_making_a_difference(string since, bool embedded)
    {
        var recommendation = Recommendation();
        recommendation.JudgeImpact(ImpactRating.MakingADifference, "Two thirds see one worker.", [Audit with { DatedOn = Day("2018-01-15") }], Office, Day(since));

        var refused = Record.Exception(() => recommendation.JudgeImpact(ImpactRating.Embedded, "All see one worker.", [Audit, Review, Voice], Office, Today));

        Assert.Equal(embedded ? null : "“making a difference” must have held for 183 days before “embedded”. It has since 5 February 2018.", refused?.Message);
    }

    [Fact]
    public void A_drop_in_between_starts_the_two_quarters_again()
    {
        var recommendation = Recommendation();
        foreach (var (level, on) in new[] { (ImpactRating.MakingADifference, "2017-09-04"), (ImpactRating.EarlySigns, "2018-03-05"), (ImpactRating.MakingADifference, "2018-05-07") })
            recommendation.JudgeImpact(level, "Said.", [Audit with { DatedOn = Day("2017-09-01") }], Office, Day(on));

        Assert.EndsWith("It has since 7 May 2018.", Assert.Throws<RuleException>(() => recommendation.JudgeImpact(ImpactRating.Embedded, "All.", [Audit, Review, Voice], Office, Today)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_owner_does_not_judge()
    {
        Assert.Equal("You own recommendation 15. Someone else must judge its impact.", Assert.Throws<RuleException>(() => Recommendation().JudgeImpact(ImpactRating.TooEarly, "Too early.", [], Owner, Today)).Message);
        Assert.Equal((true, false), (Office.MayJudgeImpact(Recommendation()), (Office with { MemberId = 4 }).MayJudgeImpact(Recommendation())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void A_judgement_says_what_children_would_notice(string? reason) =>
        Assert.Equal("Reason", Assert.Throws<RuleException>(() => Recommendation().JudgeImpact(ImpactRating.TooEarly, reason, [], Office, Today)).Field);

    [Fact]
    public void Nothing_judged_is_overwritten_and_each_past_day_keeps_its_own()
    {
        var recommendation = Recommendation();
        recommendation.JudgeImpact(ImpactRating.TooEarly, "Just begun.", [], Office, Day("2018-03-05"));
        recommendation.JudgeImpact(ImpactRating.EarlySigns, " Half see one worker. ", [Audit with { DatedOn = Day("2018-05-01") }], Office, Day("2018-05-07"));
        recommendation.JudgeImpact(ImpactRating.NoDifferenceYet, "It fell back.", [Audit], Office, Today);

        Assert.Equal(
            [null, ImpactRating.TooEarly, ImpactRating.EarlySigns, ImpactRating.NoDifferenceYet],
            new[] { "2018-03-04", "2018-03-05", "2018-08-05", "2018-08-06" }.Select(d => recommendation.JudgementOn(Day(d))?.Level));
        var kept = recommendation.Judgements[1];
        Assert.Equal(("Half see one worker.", "Programme office", "Audit of 30, internally tested, 1 May 2018", 2), (kept.Reason, kept.By, kept.Evidence[0].Words, kept.Evidence[0].EvidenceId));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(ImpactRating.TooEarly, false)]
    [InlineData(ImpactRating.NoDifferenceYet, false)]
    [InlineData(ImpactRating.EarlySigns, true)]
    [InlineData(ImpactRating.MakingADifference, true)]
    public void A_later_finding_drops_what_was_judged_higher_and_reopens_it(ImpactRating? judged, bool dropped)
    {
        var recommendation = Recommendation();
        if (judged is { } level)
            recommendation.JudgeImpact(level, "Said.", level == ImpactRating.TooEarly ? [] : [Audit], Office, Day("2018-07-09"));

        Assert.Equal(dropped, recommendation.Contradict(Found("Supervision was seldom reflective."), "Programme office", Today));

        Assert.Equal(dropped ? ImpactRating.NoDifferenceYet : judged, recommendation.Impact);
        Assert.Equal(dropped, recommendation.StatusOn(Today) == RecommendationStatus.Reopened);
        if (dropped)
        {
            Assert.Equal(("Inspectors found: Supervision was seldom reflective.", 7, true), (recommendation.Judgements[^1].Reason, recommendation.Judgements[^1].FindingId, recommendation.Judgements[^1].Contradicted));
            Assert.Equal((AssuranceEnd.Contradicted, Today, "Programme office"), (recommendation.EarlierRounds[0].How, recommendation.EarlierRounds[0].EndedOn, recommendation.EarlierRounds[0].EndedBy));
            Assert.False(recommendation.Contradict(Found("Again."), "Programme office", Today));
        }
    }

    [Fact]
    public void After_a_contradiction_only_later_evidence_raises_it_again()
    {
        var recommendation = Recommendation();
        recommendation.JudgeImpact(ImpactRating.EarlySigns, "Said.", [Audit], Office, Day("2018-07-09"));
        recommendation.Contradict(Found("It does not hold."), "Programme office", Day("2018-07-20"));

        Assert.StartsWith("A finding recorded on 20 July 2018 contradicts this.", Assert.Throws<RuleException>(() => recommendation.JudgeImpact(ImpactRating.EarlySigns, "Again.", [Audit], Office, Today)).Message, StringComparison.Ordinal);
        recommendation.JudgeImpact(ImpactRating.EarlySigns, "Again.", [Audit, Paper with { DatedOn = Day("2018-07-20") }], Office, Today);
    }

    [Theory]
    [InlineData("2018-07-20", "Something else.", true)]
    [InlineData("2018-07-20", "It does not hold.", false)]
    [InlineData("2018-07-21", "Something else.", false)]
    public void A_reader_who_may_not_know_what_was_found_since_a_day_reads_that_it_was_reopened_and_no_reason(string since, string readable, bool keptBack)
    {
        var recommendation = Recommendation();
        recommendation.JudgeImpact(ImpactRating.EarlySigns, "Said.", [Audit], Office, Day("2018-07-09"));
        recommendation.Contradict(Found("It does not hold."), "Programme office", Day("2018-07-20"));

        recommendation.KeepFindingsBack(Day(since), [Found(readable)], Today);

        Assert.Equal(keptBack ? "Reopened on 20 Jul 2018. The reason is not open to you" : "Contradicted on 20 Jul 2018. Inspectors found: It does not hold", recommendation.StatusReason);
        Assert.Equal(keptBack ? (AssuranceEnd.Reopened, ImpactJudgement.ReasonKeptBack) : (AssuranceEnd.Contradicted, "Inspectors found: It does not hold."), (recommendation.EarlierRounds[0].How, recommendation.EarlierRounds[0].Reason));
        Assert.Equal(["Said.", keptBack ? ImpactJudgement.ReasonKeptBack : "Inspectors found: It does not hold."], recommendation.Judgements.Select(j => j.Reason));
        Assert.Equal((ImpactRating.NoDifferenceYet, keptBack ? null : 7), (recommendation.Judgements[^1].Level, recommendation.Judgements[^1].FindingId));
    }

    [Fact]
    public void A_long_finding_is_shortened_so_that_it_can_be_kept()
    {
        var recommendation = Recommendation();
        recommendation.JudgeImpact(ImpactRating.EarlySigns, "Said.", [Audit], Office, Day("2018-07-09"));

        recommendation.Contradict(Found(new string('x', 3000)), "Programme office", Today);

        Assert.InRange(recommendation.Judgements[^1].Reason.Length, 400, ImpactJudgement.ReasonMaxLength);
    }

    private static Finding Found(string text) => new() { Id = 7, Text = text, Source = "Letter", Polarity = Polarity.Weakness };

    private static Recommendation Recommendation() => new() { Id = 3, ProgrammeId = 1, Ref = "15", ShortTitle = "Supervision", Text = "Supervise", Source = "Ofsted 2016", OwnerId = 4 };
}
