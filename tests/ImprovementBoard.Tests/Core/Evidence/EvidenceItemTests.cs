using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Evidence;

public sealed class EvidenceItemTests
{
    private static readonly DateOnly Today = Day("2018-08-06");
    private static readonly Actor Lead = new(1, 4, "Head of safeguarding", Role.Lead);
    private static readonly EvidenceFile File = new("audit.pdf", "application/pdf", 100, new string('a', 64));

    internal static EvidenceInput Good => new()
    {
        Title = "Audit of 30 files",
        Kind = EvidenceKind.Audit,
        Strength = EvidenceStrength.InternallyTested,
        DatedOn = Day("2018-07-20"),
        PeriodFrom = Day("2018-06-01"),
        PeriodTo = Day("2018-06-30"),
        SampleSize = 30,
        Finding = "Twenty-one were good.",
        NoChildIdentifiable = true,
    };

    private static EvidenceItem Item() => EvidenceItem.Describe(Good, Lead, Today);

    [Fact]
    public void It_keeps_what_was_said_of_it_and_who_said_so_when()
    {
        var item = Item();

        Assert.Equal(
            ("Audit of 30 files", EvidenceKind.Audit, EvidenceStrength.InternallyTested, Day("2018-07-20"), Today, "Head of safeguarding", Sensitivity.Normal),
            (item.Title, item.Kind, item.Strength, item.DatedOn, item.AddedOn, item.AddedBy, item.Sensitivity));
        Assert.Equal(new EvidenceFact(0, EvidenceKind.Audit, EvidenceStrength.InternallyTested, Day("2018-07-20"), 30), item.Fact);
    }

    public static TheoryData<string, EvidenceInput, string> Wrong => new()
    {
        { "Title", Good with { Title = " \0 " }, "Write what it is in a few words." },
        { "Title", Good with { Title = new string('x', 121) }, "This is 121 characters." },
        { "Kind", Good with { Kind = null }, "Choose what kind" },
        { "Kind", Good with { Kind = (EvidenceKind)99 }, "Choose what kind" },
        { "Strength", Good with { Strength = null }, "Choose how far" },
        { "DatedOn", Good with { DatedOn = null }, "Give the date of the evidence itself" },
        { "DatedOn", Good with { DatedOn = Day("1999-12-31") }, "Give the date of the evidence itself" },
        { "DatedOn", Good with { DatedOn = Today.AddDays(1) }, "This date is still to come. Give a date up to 6 August 2018." },
        { "PeriodFrom", Good with { PeriodFrom = null }, "Give both ends" },
        { "PeriodTo", Good with { PeriodTo = null }, "Give both ends" },
        { "PeriodTo", Good with { PeriodTo = Day("2018-05-31") }, "The period ends before it begins." },
        { "PeriodTo", Good with { PeriodTo = Today.AddDays(1) }, "This date is still to come." },
        { "PeriodFrom", Good with { PeriodFrom = Day("1999-01-01") }, "Give a date from 2000 on." },
        { "SampleSize", Good with { SampleSize = 0 }, "Give a whole number from 1 to 1,000,000" },
        { "SampleSize", Good with { SampleSize = 1_000_001 }, "Give a whole number" },
        { "Finding", Good with { Finding = "" }, "Write what it shows" },
        { "Finding", Good with { Finding = new string('x', 1001) }, "This is 1,001 characters." },
        { "NoChildIdentifiable", Good with { NoChildIdentifiable = false }, "Check the file or page" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_fault_is_one_sentence_beside_its_field(string field, EvidenceInput input, string sentence)
    {
        var fault = Assert.Single(input.Faults(Today));

        Assert.Equal(field, fault.Field);
        Assert.StartsWith(sentence, fault.Message, StringComparison.Ordinal);
        Assert.Equal(fault.Message, Assert.Throws<RuleException>(() => EvidenceItem.Describe(input, Lead, Today)).Message);
    }

    [Fact]
    public void An_empty_form_is_told_everything_at_once() =>
        Assert.Equal(["Title", "Kind", "Strength", "DatedOn", "Finding", "NoChildIdentifiable"], new EvidenceInput().Faults(Today).Select(f => f.Field));

    [Fact]
    public void A_new_version_stands_beside_the_old_one()
    {
        var item = Item();
        item.AddVersion(File, null, null, Lead, Today);
        item.AddVersion(File with { Sha256 = new string('b', 64), Name = "audit-2.pdf" }, " ", " Total added ", Lead, Today);
        item.AddVersion(null, " https://example.org/audit ", null, Lead, Today);

        Assert.Equal([(1, "audit.pdf", null, null), (2, "audit-2.pdf", null, "Total added"), (3, null, "https://example.org/audit", (string?)null)],
            item.Versions.Select(v => (v.Number, v.FileName, v.Link, v.Note)));
    }

    [Theory]
    [InlineData(false, null, "File", "Choose a file, or give a link.")]
    [InlineData(true, "https://example.org", "Link", "Give a file or a link, not both.")]
    [InlineData(false, "http://example.org/a", "Link", "Give a whole web address that starts with https://.")]
    [InlineData(false, "example.org", "Link", "Give a whole web address")]
    [InlineData(false, "javascript:alert(1)", "Link", "Give a whole web address")]
    [InlineData(false, "https://me:secret@example.org/", "Link", "Give a whole web address")]
    [InlineData(false, "https://exa mple.org/", "Link", "Give a whole web address")]
    [InlineData(false, "https:///nothing", "Link", "Give a whole web address")]
    public void A_version_is_one_file_or_one_safe_link(bool file, string? link, string field, string sentence)
    {
        var fault = Assert.Throws<RuleException>(() => Item().AddVersion(file ? File : null, link, null, Lead, Today));

        Assert.Equal(field, fault.Field);
        Assert.StartsWith(sentence, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_file_twice_is_told_from_a_new_version()
    {
        var item = Item();
        item.AddVersion(File, null, null, Lead, Day("2018-08-01"));

        var fault = Assert.Throws<RuleException>(() => item.AddVersion(File with { Name = "other name.pdf" }, null, null, Lead, Today));

        Assert.Equal("This file is here already as version 1 of “Audit of 30 files”, added on 1 August 2018.", fault.Message);
        Assert.Single(item.Versions);
    }

    [Fact]
    public void What_is_withdrawn_stays_with_its_reason_and_stops_to_count_from_that_day()
    {
        var item = EvidenceItem.Describe(Good, Lead, Day("2018-08-01"));

        item.Withdraw(Lead, " The sample was too small. ", Today);

        Assert.Equal((Today, "Head of safeguarding", "The sample was too small."), (item.WithdrawnOn, item.WithdrawnBy, item.WithdrawnReason));
        Assert.Equal([false, true, true, false], new[] { "2018-07-31", "2018-08-01", "2018-08-05", "2018-08-06" }.Select(d => item.StandsOn(Day(d))));
        Assert.Throws<RuleException>(() => item.Withdraw(Lead, "Again.", Today));
        Assert.Throws<RuleException>(() => item.AddVersion(File, null, null, Lead, Today));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Withdrawing_needs_a_reason(string? reason)
    {
        var item = Item();

        Assert.Equal("Reason", Assert.Throws<RuleException>(() => item.Withdraw(Lead, reason, Today)).Field);
        Assert.True(item.StandsOn(Today));
    }

    [Fact]
    public void Every_kind_and_strength_has_a_word_of_its_own()
    {
        Assert.Distinct(Enum.GetValues<EvidenceKind>().Select(k => k.Words()));
        Assert.Distinct(Enum.GetValues<EvidenceStrength>().Select(s => s.Words()));
    }
}
