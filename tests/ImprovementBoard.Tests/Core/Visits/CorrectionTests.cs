using ImprovementBoard.Core;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Visits;

public sealed class CorrectionTests
{
    private static readonly DateOnly Visited = Day("2018-06-15"), Recorded = Day("2018-06-20");

    private static readonly Recommendation One = Recommendation(1), Two = Recommendation(2);

    private static readonly Dictionary<int, Recommendation> All = new() { [1] = One, [2] = Two };

    private static readonly FindingPlace Place = new(null, 7, Visited, "Inspectors’ letter of 18 June 2018");

    private static readonly FindingInput Input = new()
    {
        Text = "Core groups were late.",
        Polarity = Polarity.Weakness,
        Cohort = Cohort.ChildProtection,
        Theme = Theme.ManagementOversight,
        Paragraph = "4",
        Recommendations = ["1"],
    };

    [Fact]
    public void What_changed_is_told_and_every_earlier_day_keeps_its_words()
    {
        var finding = Input.Record(1, Place, [One], "Office", Recorded);

        finding.Correct(Input with { Paragraph = "14" }, Place, [One], _ => "", "Mistyped", "Office", Day("2018-07-02"));
        finding.Correct(Input with { Paragraph = "14", Polarity = Polarity.Strength, Recommendations = ["2"] }, Place, [Two], _ => "", "Read again.", "Office", Day("2018-07-09"));

        Assert.Equal(
            ["Paragraph changed from 4 to 14.", "Which way it points changed from weakness to strength; how far it has got changed from not yet to progress; recommendations changed from 1 to 2."],
            finding.Corrections.Select(c => c.Changes));
        (string?, string, Polarity, int, int) Shown(string day)
        {
            var f = finding.AsAt(Day(day), All);
            return (f.Paragraph, f.Source, f.Polarity, Assert.Single(f.Recommendations).Id, f.Corrections.Count);
        }
        Assert.Equal(("4", "Inspectors’ letter of 18 June 2018, paragraph 4", Polarity.Weakness, 1, 0), Shown("2018-07-01"));
        Assert.Equal(("14", "Inspectors’ letter of 18 June 2018, paragraph 14", Polarity.Weakness, 1, 1), Shown("2018-07-02"));
        Assert.Equal(("14", "Inspectors’ letter of 18 June 2018, paragraph 14", Polarity.Weakness, 1, 1), Shown("2018-07-08"));
        Assert.Equal(("14", "Inspectors’ letter of 18 June 2018, paragraph 14", Polarity.Strength, 2, 2), Shown("2018-07-09"));
    }

    [Fact]
    public void Two_corrections_of_one_day_leave_the_day_before_as_it_was()
    {
        var finding = Input.Record(1, Place, [One], "Office", Recorded);
        foreach (var paragraph in (string[])["5", "6"])
            finding.Correct(Input with { Paragraph = paragraph }, Place, [One], _ => "", "Mistyped.", "Office", Day("2018-07-02"));

        Assert.Equal(("4", "6"), (finding.AsAt(Day("2018-07-01"), All).Paragraph, finding.AsAt(Day("2018-07-02"), All).Paragraph));
    }

    [Theory]
    [InlineData("Ofsted 2016, paragraph 4", "4", "14", "Ofsted 2016, paragraph 14")]
    [InlineData("Ofsted 2016, paragraph 4", "4", "", "Ofsted 2016")]
    [InlineData("A newspaper, 2018", null, "3", "A newspaper, 2018, paragraph 3")]
    [InlineData("A newspaper, 2018", null, "", "A newspaper, 2018")]
    public void The_paragraph_in_the_source_follows(string source, string? before, string after, string then)
    {
        var finding = Input.Record(1, Place, [One], "Office", Recorded);
        (finding.Source, finding.Paragraph) = (source, before);

        finding.Correct(Input with { Paragraph = after, Cohort = Cohort.Workforce }, Place, [One], _ => "", "Mistyped.", "Office", Day("2018-07-02"));

        Assert.Equal(then, finding.Source);
    }

    [Fact]
    public void A_word_of_inspectors_that_the_form_does_not_know_stays_while_the_finding_points_the_same_way()
    {
        var finding = Input.Record(1, Place, [One], "Office", Recorded);
        finding.Progress = ProgressWord.Progress;

        finding.Correct(Input with { Paragraph = "5" }, Place, [One], _ => "", "Mistyped.", "Office", Day("2018-07-02"));
        Assert.Equal(ProgressWord.Progress, finding.Word);

        finding.Correct(Input with { Polarity = Polarity.Declined }, Place, [One], _ => "", "Read again.", "Office", Day("2018-07-02"));
        Assert.Equal(ProgressWord.Declined, finding.Word);
    }

    [Fact]
    public void Nothing_changed_no_reason_and_a_fault_are_refused_and_change_nothing()
    {
        var finding = Input.Record(1, Place, [One], "Office", Recorded);

        Assert.Contains("Nothing is changed", Assert.Throws<RuleException>(() => finding.Correct(Input, Place, [One], _ => "", "Why", "Office", Recorded)).Message, StringComparison.Ordinal);
        Assert.Equal("Reason", Assert.Throws<RuleException>(() => finding.Correct(Input with { Paragraph = "5" }, Place, [One], _ => "", " ", "Office", Recorded)).Field);
        Assert.Equal("Text", Assert.Throws<RuleException>(() => finding.Correct(Input with { Text = "" }, Place, [One], _ => "", "Why", "Office", Recorded)).Field);
        Assert.Equal(("4", 0), (finding.Paragraph, finding.Corrections.Count));
    }

    [Fact]
    public void The_findings_of_a_visit_follow_its_day_and_its_letter()
    {
        var given = new VisitInput { From = Day("2018-06-14"), To = Visited, Focus = "The front door", Pace = Pace.Steady, LetterPublishedOn = Day("2018-06-18") };
        var visit = given.Record(1, "2018-06", "Office", Recorded);
        var finding = Input.Record(1, Place, [One], "Office", Recorded);

        var correction = visit.Correct(given with { From = Day("2018-05-30"), To = Day("2018-05-31"), LetterPublishedOn = Day("2018-06-08") }, "Mistyped", "Office", Day("2018-07-02"));
        finding.Follow(correction, visit);

        Assert.Equal(("2018-06", "Monitoring visit, May 2018", Day("2018-05-31"), "30 May 2018 to 31 May 2018"), (visit.Ref, visit.Title, visit.SortOn, visit.DateWords));
        Assert.Equal((Day("2018-05-31"), "Inspectors’ letter of 8 June 2018, paragraph 4"), (finding.On, finding.Source));
        var (visitThen, findingThen) = (visit.AsAt(Day("2018-07-01")), finding.AsAt(Day("2018-07-01"), All));
        Assert.Equal(("Monitoring visit, June 2018", Visited, Day("2018-06-18")), (visitThen.Title, visitThen.SortOn, visitThen.LetterPublishedOn));
        Assert.Equal((Visited, "Inspectors’ letter of 18 June 2018, paragraph 4"), (findingThen.On, findingThen.Source));
        Assert.StartsWith("When it was changed from 14 June 2018 to 15 June 2018 to 30 May 2018 to 31 May 2018; letter published changed", correction.Changes, StringComparison.Ordinal);
    }

    [Fact]
    public void A_visit_was_over_when_it_was_recorded_and_one_without_days_may_stay_so()
    {
        var given = new VisitInput { From = Visited, To = Visited, Focus = "The front door", Pace = Pace.Steady };
        var visit = given.Record(1, "2018-06", "Office", Recorded);
        Assert.Equal("To", Assert.Throws<RuleException>(() => visit.Correct(given with { To = Day("2018-06-21") }, "Mistyped", "Office", Day("2018-07-02"))).Field);
        Assert.Equal("From", Assert.Throws<RuleException>(() => visit.Correct(given with { From = null, To = null }, "Mistyped", "Office", Day("2018-07-02"))).Field);

        var undated = new MonitoringVisit { Ref = "5", Title = "Fifth", DateWords = "2018; no date", SortOn = Visited, Focus = "Front", Source = "A newspaper", RecordedOn = Visited };
        undated.Correct(given with { From = null, To = null, Title = "Fifth", Focus = "Front door" }, "Mistyped", "Office", Day("2018-07-02"));
        Assert.Equal(("2018; no date", Visited, "Front door"), (undated.DateWords, undated.SortOn, undated.Focus));
    }

    private static Recommendation Recommendation(int id) => new() { Id = id, Ref = $"{id}", Order = id, ShortTitle = "Supervise", Text = "Supervise.", Source = "Ofsted" };
}
