using ImprovementBoard.Core;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Visits;

public sealed class FindingFollowUpTests
{
    private static readonly DateOnly Said = Day("2018-06-15");

    private static Finding At(Polarity polarity, bool visit = true, params string[] recommendations) => new()
    {
        VisitId = visit ? 1 : null,
        InspectionId = visit ? null : 1,
        On = Said,
        RecordedOn = Said,
        Polarity = polarity,
        Text = "Core groups were late.",
        Source = "Ofsted 2018",
        Recommendations = [.. recommendations.Select(r => new Recommendation { Ref = r, ShortTitle = r, Text = r, Source = "Ofsted 2016" })],
    };

    [Theory]
    [InlineData(Polarity.Weakness, true, "15", true)]
    [InlineData(Polarity.SeriousConcern, true, "15", true)]
    [InlineData(Polarity.NewConcern, true, "", true)]
    [InlineData(Polarity.Declined, true, "15", true)]
    [InlineData(Polarity.Strength, true, "15", false)]
    [InlineData(Polarity.Improving, true, "", false)]
    [InlineData(Polarity.Weakness, false, "15", false)]
    [InlineData(Polarity.NewConcern, false, "", true)]
    public void A_concern_of_a_visit_is_for_the_council_to_answer_the_plan_answers_an_inspection(Polarity polarity, bool visit, string recommendation, bool needed) =>
        Assert.Equal(needed, At(polarity, visit, recommendation.Length == 0 ? [] : [recommendation]).NeedsAnswer);

    [Fact]
    public void It_is_overdue_after_twenty_working_days_and_answered_from_the_day_of_the_answer()
    {
        var finding = At(Polarity.Weakness, recommendations: "15");

        Assert.Equal(Day("2018-07-13"), finding.AnswerDueOn);
        Assert.False(finding.UnansweredOn(Said.AddDays(-1)));
        Assert.True(finding.UnansweredOn(Said));
        Assert.False(finding.AnswerOverdueOn(Day("2018-07-13")));
        Assert.True(finding.AnswerOverdueOn(Day("2018-07-14")));

        finding.Answer("  A booking officer starts in August. ", "Head of safeguarding", Day("2018-07-20"));
        finding.Answer("She has started.", "Head of safeguarding", Day("2018-08-20"));

        Assert.Equal(["A booking officer starts in August.", "She has started."], finding.Answers.Select(a => a.Text));
        Assert.Equal(Day("2018-07-20"), finding.AnsweredOn);
        Assert.True(finding.AnswerOverdueOn(Day("2018-07-19")));
        Assert.False(finding.UnansweredOn(Day("2018-07-20")));
    }

    [Theory]
    [InlineData(null, "Write what the council does about it, and by when.")]
    [InlineData(" ", "Write what the council does about it, and by when.")]
    [InlineData("long", "This is 1,001 characters. Shorten it to 1,000 or fewer; nothing you typed is lost.")]
    public void An_answer_that_says_nothing_or_too_much_is_refused(string? text, string sentence)
    {
        var finding = At(Polarity.Weakness);

        var fault = Assert.Throws<RuleException>(() => finding.Answer(text == "long" ? new string('a', 1001) : text, "Office", Said));

        Assert.Equal((sentence, "Answer"), (fault.Message, fault.Field));
        Assert.Empty(finding.Answers);
        Assert.Null(finding.AnsweredOn);
    }

    [Fact]
    public void What_is_in_favour_needs_no_answer_and_what_is_no_strength_no_test()
    {
        Assert.Throws<RuleException>(() => At(Polarity.Improving).Answer("Thank you.", "Office", Said));
        Assert.Throws<RuleException>(() => At(Polarity.Improving).SetRetest(Said.AddDays(30), "Office", Said));
        Assert.Throws<RuleException>(() => At(Polarity.Weakness).Retest(true, "Ten cases.", Said.AddDays(30), "Office", Said));
    }

    [Fact]
    public void A_strength_is_tested_again_and_every_entry_stays_with_its_day()
    {
        var finding = At(Polarity.Strength);

        finding.SetRetest(Day("2018-09-03"), "Office", Day("2018-07-02"));
        finding.Retest(true, "Ten cases: all good.", Day("2019-03-04"), "Office", Day("2018-09-03"));
        finding.Retest(false, "Ten cases: four good.", null, "Office", Day("2019-03-04"));

        Assert.Equal([StrengthResult.DateSet, StrengthResult.Holds, StrengthResult.Declined], finding.Checks.Select(c => c.Result));
        Assert.Null(finding.RetestOn);
        Assert.Null(finding.RetestOnAsAt(Day("2018-07-01")));
        Assert.Equal(Day("2018-09-03"), finding.RetestOnAsAt(Day("2018-07-02")));
        Assert.Equal(Day("2018-09-03"), finding.RetestOnAsAt(Day("2018-09-02")));
        Assert.Equal(Day("2019-03-04"), finding.RetestOnAsAt(Day("2018-09-03")));
        Assert.Null(finding.RetestOnAsAt(Day("2019-03-04")));
    }

    [Theory]
    [InlineData("2018-07-02")]
    [InlineData("2018-01-01")]
    [InlineData("2020-07-03")]
    [InlineData(null)]
    public void A_test_of_what_holds_needs_a_next_date_within_two_years(string? next)
    {
        var (finding, today) = (At(Polarity.Strength), Day("2018-07-02"));
        DateOnly? date = next is null ? null : Day(next);

        foreach (var set in new Action[] { () => finding.SetRetest(date, "Office", today), () => finding.Retest(true, "Ten cases.", date, "Office", today) })
        {
            var fault = Assert.Throws<RuleException>(set);
            Assert.Equal(("Give a re-test date after today and not later than 2 July 2020.", "NextOn"), (fault.Message, fault.Field));
        }
        Assert.Empty(finding.Checks);
    }

    [Fact]
    public void A_test_says_what_was_looked_at()
    {
        var finding = At(Polarity.Strength);

        Assert.Equal("Note", Assert.Throws<RuleException>(() => finding.Retest(false, " ", null, "Office", Said)).Field);
        Assert.Empty(finding.Checks);
    }
}
