using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Actions;

public sealed class UpdateInputTests
{
    private static readonly DateOnly Today = Day("2018-08-06");

    private static readonly UpdateInput Good = new()
    {
        WhatChanged = "All team managers have met their workers.",
        ChildWouldNotice = "The same worker at every visit.",
        InTheWay = "Nothing.",
        Forecast = Day("2018-09-28"),
    };

    private static readonly Dictionary<string, (UpdateInput Input, string Field, string Message)> Table = new()
    {
        ["nothing changed is not said"] = (Good with { WhatChanged = "" }, "WhatChanged", "Write what changed, or “no change”."),
        ["nothing but spaces"] = (Good with { WhatChanged = " \n\t " }, "WhatChanged", "Write what changed, or “no change”."),
        ["no text at all"] = (Good with { WhatChanged = null! }, "WhatChanged", "Write what changed, or “no change”."),
        ["no child in it"] = (Good with { ChildWouldNotice = "" }, "ChildWouldNotice", "Write what a child would notice, or “nothing yet”."),
        ["nothing in the way is not said"] = (Good with { InTheWay = "" }, "InTheWay", "Write what is in the way, or “nothing”."),
        ["one character too many"] = (Good with { InTheWay = new('x', 2001) }, "InTheWay", "This is 2,001 characters. Shorten it to 2,000 or fewer; nothing you typed is lost."),
        ["20,000 characters"] = (Good with { ChildWouldNotice = new('x', 20_000) }, "ChildWouldNotice", "This is 20,000 characters. Shorten it to 2,000 or fewer; nothing you typed is lost."),
        ["no forecast"] = (Good with { Forecast = null }, "Forecast", "Give the date you expect to finish, between 2000 and 2099."),
        ["forecast in 1800"] = (Good with { Forecast = Day("1800-01-01") }, "Forecast", "Give the date you expect to finish, between 2000 and 2099."),
        ["forecast in the year 18"] = (Good with { Forecast = Day("0018-09-28") }, "Forecast", "Give the date you expect to finish, between 2000 and 2099."),
        ["forecast in 9999"] = (Good with { Forecast = Day("9999-12-31") }, "Forecast", "Give the date you expect to finish, between 2000 and 2099."),
        ["forecast in 2100"] = (Good with { Forecast = Day("2100-01-01") }, "Forecast", "Give the date you expect to finish, between 2000 and 2099."),
        ["forecast yesterday"] = (Good with { Forecast = Day("2018-08-05") }, "Forecast", "This date has passed. Give the date you now expect to finish."),
        ["a lead cannot call it complete"] = (Good with { LeadSays = DeliveryRating.Complete }, "LeadSays", "Choose off track, at risk or on track, or leave it to the rule."),
        ["a lead cannot call it not due"] = (Good with { LeadSays = DeliveryRating.NotDue }, "LeadSays", "Choose off track, at risk or on track, or leave it to the rule."),
        ["a rating there is not"] = (Good with { LeadSays = (DeliveryRating)17 }, "LeadSays", "Choose off track, at risk or on track, or leave it to the rule."),
    };

    private static readonly Dictionary<string, UpdateInput> Fine = new()
    {
        ["all answered"] = Good,
        ["2,000 characters, and spaces around them"] = Good with { WhatChanged = "  " + new string('x', 2000) + "\n" },
        ["one character"] = Good with { WhatChanged = "x" },
        ["forecast today"] = Good with { Forecast = Today },
        ["forecast on the last day there is"] = Good with { Forecast = Day("2099-12-31") },
        ["the lead says off track"] = Good with { LeadSays = DeliveryRating.OffTrack },
        ["the lead says at risk"] = Good with { LeadSays = DeliveryRating.AtRisk },
        ["the lead says on track"] = Good with { LeadSays = DeliveryRating.OnTrack },
    };

    public static TheoryData<string> Faulty => [.. Table.Keys];

    public static TheoryData<string> Faultless => [.. Fine.Keys];

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_fault_is_told_with_its_field(string what)
    {
        var (input, field, message) = Table[what];

        var fault = Assert.Single(input.Faults(Today));

        Assert.Equal((field, message), (fault.Field, fault.Message));
    }

    [Theory]
    [MemberData(nameof(Faultless))]
    public void What_is_right_has_no_fault(string what) => Assert.Empty(Fine[what].Faults(Today));

    [Fact]
    public void A_number_is_written_the_same_in_every_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("de-DE");
            A_fault_is_told_with_its_field("20,000 characters");
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("2018-09-28", "2018-10-01", false, "Forecast")] // three days before the agreed start
    [InlineData("2018-09-28", "2018-09-28", false, null)]
    [InlineData("2018-09-28", "2018-10-01", true, null)]       // work starts earlier than agreed
    [InlineData("2018-09-28", "2018-05-01", false, null)]
    public void Work_that_has_not_begun_does_not_end_before_its_start(string forecast, string start, bool started, string? field) =>
        Assert.Equal(field, (Good with { Forecast = Day(forecast), Started = started }).Faults(Today, Day(start)).SingleOrDefault()?.Field);

    [Fact]
    public void A_forecast_before_the_start_says_when_that_is() =>
        Assert.Equal("The action is agreed to start on 1 October 2018. Give a date after that, or say that work has started.", Assert.Single(Good.Faults(Today, Day("2018-10-01"))).Message);

    [Fact]
    public void An_empty_form_is_told_everything_at_once() =>
        Assert.Equal(["WhatChanged", "ChildWouldNotice", "InTheWay", "Forecast"], new UpdateInput().Faults(Today).Select(f => f.Field));
}
