using ImprovementBoard.Core.Packs;

namespace ImprovementBoard.Tests.Core.Packs;

public sealed class PackTests
{
    [Theory]
    [InlineData(2, false, "2", "Pack 2")]
    [InlineData(null, true, "draft-17", "Draft 17")]
    public void A_pack_is_called_by_its_number_and_a_draft_by_its_key(int? number, bool draft, string reference, string name)
    {
        var pack = new Pack { Id = 17, Number = number, PeriodKey = "2018-08", PeriodName = "August 2018", BuiltBy = "Scheduler", FactsJson = "{}", FactsHash = "0", FileHash = "0" };

        Assert.Equal((draft, reference, name), (pack.IsDraft, pack.Ref, pack.Name));
    }

    [Theory]
    [InlineData(RunOutcome.Waiting, false)]
    [InlineData(RunOutcome.Running, false)]
    [InlineData(RunOutcome.Built, true)]
    [InlineData(RunOutcome.NothingDue, true)]
    [InlineData(RunOutcome.Failed, true)]
    [InlineData(RunOutcome.Interrupted, true)]
    [InlineData(RunOutcome.Cancelled, true)]
    public void A_run_is_over_when_nothing_more_will_happen(RunOutcome outcome, bool over) =>
        Assert.Equal(over, new PackRun { AskedBy = "Scheduler", Outcome = outcome }.IsOver);
}
