using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Periods;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Periods;

public sealed class ReportingPeriodTests
{
    private static readonly DateOnly Today = Day("2018-08-06");
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);
    private static readonly PeriodInput Good = new(Day("2018-08-16"), Day("2018-08-30"), "The chair is away.");

    private static ReportingPeriod August() => new() { Key = "board-2018-08-23", OpensOn = Day("2018-06-29"), CutOffOn = Day("2018-08-09"), MeetingOn = Day("2018-08-23") };

    [Theory]
    [InlineData("2018-06-28", PeriodStage.Planned)]
    [InlineData("2018-06-29", PeriodStage.Open)]
    [InlineData("2018-07-25", PeriodStage.Open)]
    [InlineData("2018-07-26", PeriodStage.Collecting)]
    [InlineData("2018-08-09", PeriodStage.Collecting)] // its whole day counts
    [InlineData("2018-08-10", PeriodStage.CutOff)]
    [InlineData("2018-09-30", PeriodStage.CutOff)]
    public void Its_stage_follows_from_its_dates(string day, PeriodStage stage) => Assert.Equal(stage, August().StageOn(Day(day)));

    [Fact]
    public void Its_facts_are_frozen_once_after_the_cut_off_day()
    {
        var period = August();

        Assert.Contains("until the end of 9 August 2018", Assert.Throws<RuleException>(() => period.Freeze("{}", "ab", "Scheduler", Day("2018-08-09"), default)).Message, StringComparison.Ordinal);
        period.Freeze("{}", "ab", "Scheduler", Day("2018-08-10"), default);
        Assert.Throws<RuleException>(() => period.Freeze("{1}", "cd", "Scheduler", Day("2018-08-11"), default));

        Assert.Equal(("{}", "ab", Day("2018-08-10")), (period.FactsJson, period.FactsHash, period.FrozenOn));
        Assert.Equal([PeriodStage.Collecting, PeriodStage.Frozen, PeriodStage.Frozen], new[] { "2018-08-09", "2018-08-10", "2019-01-01" }.Select(d => period.StageOn(Day(d))));
    }

    [Fact]
    public void Its_dates_change_with_a_reason_and_the_earlier_ones_stay()
    {
        var period = August();

        period.Move(Good, Day("2018-06-28"), Day("2018-09-20"), Office, Today);

        Assert.Equal((Day("2018-08-16"), Day("2018-08-30"), "board-2018-08-23", "Board of 30 August 2018"), (period.CutOffOn, period.MeetingOn, period.Key, period.Name));
        var move = Assert.Single(period.Moves);
        Assert.Equal((Today, "Programme office", Day("2018-08-09"), Day("2018-08-23"), "The chair is away."), (move.On, move.By, move.FromCutOff, move.FromMeeting, move.Reason));
    }

    public static TheoryData<string, PeriodInput, string> Faulty => new()
    {
        { "no meeting", Good with { MeetingOn = null }, "MeetingOn" },
        { "a meeting in the past", Good with { MeetingOn = Day("2018-08-05") }, "MeetingOn" },
        { "the year 9999", Good with { MeetingOn = Day("9999-12-31") }, "MeetingOn" },
        { "no cut-off", Good with { CutOffOn = null }, "CutOffOn" },
        { "a cut-off that has passed", Good with { CutOffOn = Day("2018-08-05") }, "CutOffOn" },
        { "seven working days between", Good with { CutOffOn = Day("2018-08-20") }, "CutOffOn" },
        { "after the meeting", Good with { CutOffOn = Day("2018-08-31") }, "CutOffOn" },
        { "after the next cut-off", new(Day("2018-09-20"), Day("2018-10-04"), "x"), "CutOffOn" },
        { "the same dates", new(Day("2018-08-09"), Day("2018-08-23"), "x"), "MeetingOn" },
        { "no reason", Good with { Reason = " " }, "Reason" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Dates_that_make_no_sense_are_refused_beside_their_field_and_change_nothing(string what, PeriodInput input, string field)
    {
        var period = August();

        var fault = Assert.Throws<RuleException>(() => period.Move(input, Day("2018-06-28"), Day("2018-09-20"), Office, Today));

        Assert.True(field == fault.Field, $"{what}: {fault.Message}");
        Assert.Equal((Day("2018-08-09"), Day("2018-08-23"), 0), (period.CutOffOn, period.MeetingOn, period.Moves.Count));
    }

    [Fact]
    public void A_cut_off_cannot_pass_that_of_the_period_before() =>
        Assert.Equal("CutOffOn", Assert.Throws<RuleException>(() => August().Move(Good, Day("2018-08-16"), null, Office, Today)).Field);

    [Fact]
    public void After_the_cut_off_its_dates_stay() =>
        Assert.Contains("has passed", Assert.Throws<RuleException>(() => August().Move(Good, null, null, Office, Day("2018-08-10"))).Message, StringComparison.Ordinal);
}
