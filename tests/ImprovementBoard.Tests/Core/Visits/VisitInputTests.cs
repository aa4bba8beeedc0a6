using ImprovementBoard.Core;
using ImprovementBoard.Core.Visits;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Visits;

public sealed class VisitInputTests
{
    private static readonly DateOnly Today = Day("2018-08-06");

    private static readonly VisitInput Good = new() { From = Day("2018-07-31"), To = Day("2018-08-01"), Focus = " The front door ", Pace = Pace.Steady };

    [Fact]
    public void A_visit_is_recorded_with_what_is_known_and_no_number_on_a_guess()
    {
        var visit = Good.Record(7, "2018-08", "Programme office", Today);

        Assert.Equal((7, "2018-08", "Monitoring visit, August 2018", "31 July 2018 to 1 August 2018"), (visit.ProgrammeId, visit.Ref, visit.Title, visit.DateWords));
        Assert.Equal((Day("2018-08-01"), Today, "Programme office", "The front door"), (visit.SortOn, visit.RecordedOn, visit.RecordedBy, visit.Focus));
        Assert.Null(visit.OfficialNumber);
        Assert.Equal("What inspectors said at the visit; the letter is not published yet", visit.Source);
        Assert.Equal("1 August 2018", (Good with { From = Good.To }).Record(7, "x", "Office", Today).DateWords);
        Assert.Equal("Sixth visit", (Good with { Title = " Sixth visit " }).Record(7, "x", "Office", Today).Title);
        Assert.Equal("Inspectors’ letter of 3 August 2018", (Good with { LetterPublishedOn = Day("2018-08-03") }).Record(7, "x", "Office", Today).Source);
    }

    [Theory]
    [InlineData(null, "2018-08-01", "From", "Give the first day on site.")]
    [InlineData("1999-12-31", "2018-08-01", "From", "Give the first day on site.")]
    [InlineData("2018-08-01", null, "To", "Give the last day on site. It may be the same day.")]
    [InlineData("2018-08-01", "2018-07-31", "To", "The last day is before the first. Check both dates.")]
    [InlineData("2018-08-06", "2018-08-07", "To", "This day has not come. Record a visit once it is over.")]
    [InlineData("2017-08-01", "2018-08-01", "To", "A visit lasts days, not months. Check both dates.")]
    public void Dates_that_make_no_sense_are_refused_beside_their_field(string? from, string? to, string field, string sentence)
    {
        var fault = Assert.Single((Good with { From = DayOrNone(from), To = DayOrNone(to) }).Faults(Today));

        Assert.Equal((field, sentence), (fault.Field, fault.Message));
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var bad = new VisitInput { Title = new string('a', 121), OfficialNumber = 0, Focus = " ", LetterPublishedOn = Today.AddDays(1) };

        Assert.Equal(["Title", "OfficialNumber", "From", "Focus", "LetterPublishedOn"], bad.Faults(Today).Select(f => f.Field));
        Assert.Throws<RuleException>(() => bad.Record(7, "x", "Office", Today));
        Assert.Empty(Good.Faults(Today));
        Assert.Equal(["LetterPublishedOn"], (Good with { LetterPublishedOn = Day("2018-07-31") }).Faults(Today).Select(f => f.Field));
    }

    [Theory]
    [InlineData(null, "", "2018-08")]
    [InlineData(null, "2018-08", "2018-08-2")]
    [InlineData(null, "2018-08 2018-08-2", "2018-08-3")]
    [InlineData(6, "5", "6")]
    [InlineData(6, "6", "6-2")]
    public void Its_name_in_addresses_is_free(int? number, string taken, string expected) =>
        Assert.Equal(expected, (Good with { OfficialNumber = number }).RefAmong(taken.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void The_letter_is_published_once_after_the_visit_and_not_in_the_future()
    {
        var visit = Good.Record(7, "x", "Office", Today);

        foreach (var day in new[] { null, DayOrNone("2018-07-31"), DayOrNone("2018-08-07") })
            Assert.Equal("LetterOn", Assert.Throws<RuleException>(() => visit.PublishLetter(day, Today)).Field);
        visit.PublishLetter(Day("2018-08-03"), Today);

        Assert.Equal((Day("2018-08-03"), "Inspectors’ letter of 3 August 2018"), (visit.LetterPublishedOn, visit.Source));
        Assert.Contains("published already, on 3 August 2018", Assert.Throws<RuleException>(() => visit.PublishLetter(Day("2018-08-04"), Today)).Message, StringComparison.Ordinal);
    }
}
