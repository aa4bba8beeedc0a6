using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Readiness;
using static ImprovementBoard.Tests.Core.Readiness.ReadinessChecksTests;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Readiness;

public sealed class ReadinessReportTests
{
    private static readonly Actor Office = new(1, 5, "Programme office", Role.Office);

    // 1.1 lacks an update and a recovery plan; 1.2 lacks evidence.
    private static readonly ReadinessFacts Missing = Facts(Late with { UpdateDueBy = Day("2018-07-20"), BackBy = null }, Done with { Ref = "1.2", HasEvidence = false });

    private static readonly ReadinessFacts Right = Facts(Late, Done with { Ref = "1.2" });

    [Fact]
    public void Before_the_cut_off_what_is_missing_is_open_or_waived_and_the_other_checks_are_listed_as_passed()
    {
        var report = Report(Missing, Waiver("no_evidence", "1.2"));

        Assert.Equal(["missing_updates 1.1 Open", "no_recovery_plan 1.1 Open", "no_evidence 1.2 Waived"], Said(report));
        Assert.Equal(ReadinessChecks.All.Select(c => (c.Code, c.Words)), report.Checks.Select(c => (c.Code, c.Rule)));
        Assert.Equal((false, "2 items of the readiness gate are open: resolve or waive them first."), (report.Passes(), report.Refusal()));
        Assert.Equal((report.FoundOn, report.FoundOn), (report.AsAt, Missing.Day));
    }

    [Fact]
    public void After_the_cut_off_what_was_found_stays_with_what_became_of_it()
    {
        var later = Report(Missing).AsOf(Day("2018-08-10"), Facts(Late with { BackBy = null }, Done with { Ref = "1.2" }, Done with { Ref = "1.3", HasEvidence = false }) with { Day = Day("2018-08-10") }, [Waiver("no_recovery_plan", "1.1")]);

        Assert.Equal(["missing_updates 1.1 Open", "no_recovery_plan 1.1 Waived", "no_evidence 1.2 Resolved"], Said(later));
        Assert.Equal((Missing.Day, Day("2018-08-10"), "1 item of the readiness gate is open: resolve or waive it first."), (later.FoundOn, later.AsAt, later.Refusal()));
    }

    [Fact]
    public void A_gate_with_everything_put_right_or_waived_lets_packs_go_out()
    {
        Assert.True(Report(Right).Passes());
        Assert.Null(Report(Missing).AsOf(Right.Day, Right, []).Refusal());
        Assert.Null(Report(Missing, Waiver("missing_updates", "1.1"), Waiver("no_recovery_plan", "1.1"), Waiver("no_evidence", "1.2")).Refusal());
    }

    [Fact]
    public void A_waiver_hides_what_it_names_and_nothing_else()
    {
        var keys = Report(Missing).Checks.SelectMany(c => c.Items.Select(i => (c.Code, i.Item.Subject, i.Item.Ref))).ToList();
        foreach (var check in ReadinessChecks.All)
        {
            foreach (var (subject, reference) in new[] { (ReadinessSubject.Action, "1.1"), (ReadinessSubject.Action, "1.2"), (ReadinessSubject.Recommendation, "1.1") })
            {
                var report = Report(Missing, Waiver(check.Code, reference) with { Subject = subject });

                var hidden = keys.Contains((check.Code, subject, reference));
                Assert.Equal(hidden ? [(check.Code, reference)] : [], report.Checks.SelectMany(c => c.Items.Where(i => i.State != ReadinessState.Open).Select(i => (c.Code, i.Item.Ref))));
                Assert.Equal(hidden ? 0 : 1, report.NotNeeded.Count);
            }
        }
    }

    [Fact]
    public void A_waiver_of_what_was_put_right_is_no_longer_needed()
    {
        var waiver = Waiver("missing_updates", "1.1");

        Assert.Equal([waiver], Report(Right, waiver).NotNeeded);
        Assert.Equal([waiver], Report(Missing).AsOf(Right.Day, Right, [waiver]).NotNeeded);
        Assert.Empty(Report(Missing, waiver).NotNeeded);
    }

    [Fact]
    public void Two_reports_stand_the_same_while_states_and_waivers_are_the_same_on_whatever_day()
    {
        var waiver = Waiver("no_evidence", "1.2");
        ReadinessReport Later(params WaiverFact[] waivers) => Report(Missing).AsOf(Day("2018-08-10"), Missing with { Day = Day("2018-08-10") }, waivers);

        Assert.True(Report(Missing, waiver).StillSays(Later(waiver)));
        Assert.True(Later(waiver).StillSays(Later(waiver, Waiver("no_evidence", "9.9"))));
        Assert.True(Later(waiver).StillSays(Report(Missing).AsOf(Right.Day, Right, [])));
        Assert.False(Report(Missing).AsOf(Right.Day, Right, []).StillSays(Later(waiver)));
        foreach (var other in new[] { Later(), Later(waiver with { Reason = "Another reason." }), Later(waiver with { By = "Deputy" }), Later(waiver with { On = Day("2018-08-07") }), Later(waiver, Waiver("missing_updates", "1.1")) })
        {
            Assert.False(Later(waiver).StillSays(other));
            Assert.False(other.StillSays(Later(waiver)));
        }
    }

    [Fact]
    public void What_a_check_of_an_older_program_found_stays_open_until_it_is_waived()
    {
        var old = Report(Missing) with { Checks = [new("late_figures", "Late figures", "Every figure is in.", [new(Report(Missing).Items().First().Item, ReadinessState.Open, null)])] };

        Assert.False(old.AsOf(Right.Day, Right, []).Passes());
        Assert.True(old.AsOf(Right.Day, Right, [Waiver("late_figures", "1.1")]).Passes());
    }

    [Theory]
    [InlineData("The lead is ill.", true)]
    [InlineData(" too short ", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_reason_of_ten_characters_or_more_is_asked_for(string? reason, bool accepted)
    {
        var item = Report(Missing).Items().First().Item;
        ReadinessWaiver Waive() => ReadinessWaiver.Of(1, 2, "missing_updates", item, reason, Office, Day("2018-08-06"));

        if (!accepted)
        {
            Assert.Equal("Reason", Assert.Throws<RuleException>(Waive).Field);
            return;
        }
        var waiver = Waive();
        Assert.Equal((reason, "Programme office", item.Missing), (waiver.Reason, waiver.By, waiver.Missing));
        waiver.Withdraw(Office, Day("2018-08-08"));
        Assert.Equal((true, false), (waiver.StandsOn(Day("2018-08-07")), waiver.StandsOn(Day("2018-08-08"))));
        Assert.Throws<RuleException>(() => waiver.Withdraw(Office, Day("2018-08-09")));
    }

    [Fact]
    public void A_reason_is_at_most_500_characters()
    {
        var item = Report(Missing).Items().First().Item;

        Assert.Throws<RuleException>(() => ReadinessWaiver.Of(1, 2, "missing_updates", item, new string('a', 501), Office, Day("2018-08-06")));
        Assert.Equal(500, ReadinessWaiver.Of(1, 2, "missing_updates", item, new string('a', 500), Office, Day("2018-08-06")).Reason.Length);
    }

    internal static WaiverFact Waiver(string check, string reference) => new(check, ReadinessSubject.Action, reference, "It is missing.", Day("2018-08-06"), "Programme office", "The lead is ill until September.");

    private static ReadinessReport Report(ReadinessFacts facts, params WaiverFact[] waivers) => ReadinessReport.Of("Board of 23 August 2018", facts, waivers);

    private static IEnumerable<string> Said(ReadinessReport report) => report.Checks.SelectMany(c => c.Items.Select(i => $"{c.Code} {i.Item.Ref} {i.State}"));
}
