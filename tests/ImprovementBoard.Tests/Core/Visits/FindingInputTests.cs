using ImprovementBoard.Core;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Visits;

public sealed class FindingInputTests
{
    private static readonly FindingInput Good = new() { Text = " Core groups were late. ", Polarity = Polarity.Weakness, Cohort = Cohort.ChildProtection, Recommendations = ["15"] };

    private static readonly FindingPlace Place = new(null, 3, Day("2018-08-01"), "Inspectors’ letter of 3 August 2018");

    private static readonly Recommendation Fifteen = new() { Ref = "15", Order = 15, ShortTitle = "Conferences", Text = "Conferences", Source = "Ofsted 2016", Theme = Theme.ChildProtectionTimeliness };

    public static TheoryData<string, FindingInput, string> Refused => new()
    {
        { "no text", Good with { Text = " " }, "Text" },
        { "too much text", Good with { Text = new string('a', 1201) }, "Text" },
        { "no polarity", Good with { Polarity = null }, "Polarity" },
        { "nobody it is about", Good with { Cohort = null }, "Cohort" },
        { "a concern about nothing", Good with { Recommendations = [] }, "Recommendations" },
        { "a decline about nothing", Good with { Polarity = Polarity.Declined, Recommendations = [], Theme = Theme.Voice }, "Recommendations" },
        { "a new concern without a theme", Good with { Polarity = Polarity.NewConcern, Recommendations = [] }, "Theme" },
        { "a strength without a theme", Good with { Polarity = Polarity.Strength, Recommendations = [] }, "Theme" },
        { "a paragraph that is none", Good with { Paragraph = new string('1', 21) }, "Paragraph" },
        { "a strength said again", Good with { Polarity = Polarity.Strength, RepeatsId = 4 }, "Polarity" },
        { "an unsafe improvement", Good with { Polarity = Polarity.Improving, ImmediateSafety = true }, "Polarity" },
        { "a strength too early to tell", Good with { Polarity = Polarity.Strength, TooEarly = true }, "Polarity" },
    };

    public static TheoryData<string, FindingInput> Taken => new()
    {
        { "a weakness", Good },
        { "a new concern needs no recommendation", Good with { Polarity = Polarity.NewConcern, Recommendations = [], Theme = Theme.Voice } },
        { "a new concern may have one", Good with { Polarity = Polarity.NewConcern } },
        { "a strength needs no recommendation", Good with { Polarity = Polarity.Strength, Recommendations = [], Theme = Theme.Voice } },
        { "an improvement may be too early to tell", Good with { Polarity = Polarity.Improving, TooEarly = true } },
        { "a serious concern may be for today", Good with { Polarity = Polarity.SeriousConcern, ImmediateSafety = true, RepeatsId = 4 } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_is_refused_beside_its_field(string why, FindingInput input, string field)
    {
        var fault = Assert.Single(input.Faults());

        Assert.True(fault.Field == field, $"{why}: {fault.Field}");
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
        Assert.Throws<RuleException>(() => input.Record(1, Place, [Fifteen], "Office", Day("2018-08-06")));
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public void What_can_be_is_taken(string why, FindingInput input) => Assert.True(input.Faults().Count == 0, why);

    [Fact]
    public void It_is_kept_with_its_day_its_source_and_who_entered_it()
    {
        var finding = (Good with { Paragraph = " 12 ", TooEarly = true, RepeatsId = 4 }).Record(1, Place, [Fifteen], "Programme office", Day("2018-08-06"));

        Assert.Equal(("Core groups were late.", "12", "Inspectors’ letter of 3 August 2018, paragraph 12"), (finding.Text, finding.Paragraph, finding.Source));
        Assert.Equal((Day("2018-08-01"), Day("2018-08-06"), "Programme office", 3), (finding.On, finding.RecordedOn, finding.RecordedBy, finding.VisitId));
        Assert.Equal((ProgressWord.TooEarly, Theme.ChildProtectionTimeliness, 4), (finding.Word, finding.Theme, finding.RepeatsId));
        Assert.Equal(Theme.Voice, (Good with { Theme = Theme.Voice }).Record(1, Place, [Fifteen], "Office", Day("2018-08-06")).Theme);
        Assert.Equal((null, Place.Source), (Good.Record(1, Place, [Fifteen], "Office", Day("2018-08-06")) is var plain ? plain.Paragraph : "", plain.Source));
    }
}
