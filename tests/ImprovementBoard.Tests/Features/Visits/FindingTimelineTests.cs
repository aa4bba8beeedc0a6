using Bunit;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Features.Visits;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Visits;

public sealed class FindingTimelineTests
{
    private static Finding Told => new()
    {
        Text = "The designated officer knew the cases.",
        Source = "Ofsted 2026",
        Polarity = Polarity.Strength,
        RecordedOn = Day("2026-01-05"),
        RecordedBy = "Programme office",
        Corrections = [new() { On = Day("2026-01-07"), By = "Programme office", Changes = "Paragraph changed from 3 to 4.", Reason = "Mistyped." }],
        Answers = [new() { On = Day("2026-01-06"), By = "Head of safeguarding", Text = "We train everybody." }],
        Checks = [new() { On = Day("2026-02-01"), By = "Programme office", Result = StrengthResult.Holds, NextOn = Day("2026-08-01") }],
    };

    [Theory]
    [InlineData("2026-03-02", 4)]
    [InlineData("2026-01-06", 2)]
    public void It_tells_who_recorded_answered_corrected_and_tested_it_and_when_as_known_on_the_day(string asAt, int lines)
    {
        using var context = new BunitContext();
        var timeline = context.Render<FindingTimeline>(p => p.Add(t => t.Finding, Told).Add(t => t.AsAt, Day(asAt)).Add(t => t.Whole, true));

        string[] all =
        [
            "5 Jan 2026|Recorded|Programme office",
            "6 Jan 2026|Answered|Head of safeguarding",
            "7 Jan 2026|CorrectedParagraph changed from 3 to 4. Mistyped.|Programme office",
            "1 Feb 2026|Re-tested: it holdsNext test 1 Aug 2026|Programme office",
        ];
        Assert.Equal(all.Take(lines), timeline.FindAll("tbody tr").Select(r => string.Join('|', r.Children.Select(c => c.TextContent.Trim()))));
    }

    [Fact]
    public void What_came_with_the_plan_says_so()
    {
        using var context = new BunitContext();
        var finding = Told;
        finding.RecordedBy = null;

        Assert.Equal("Came with the plan", context.Render<FindingTimeline>(p => p.Add(t => t.Finding, finding).Add(t => t.AsAt, Day("2026-03-02")).Add(t => t.Whole, false)).FindAll("tbody tr td")[1].TextContent);
    }
}
