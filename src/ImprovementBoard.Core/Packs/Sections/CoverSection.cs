using System.Globalization;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Packs.Sections;

/// <summary>The cover: whose pack, for which period, as at when.</summary>
public static class CoverSection
{
    /// <summary>The cover.</summary>
    public static PackCover From(PackFacts facts, string factsHash)
    {
        var (position, edition) = (facts.PositionAsAt, PackEdition.Of(facts.Audience));
        var lines = new List<PackFact>
        {
            new("Position as at", Words.Long(position), false),
            new("Follows", facts.Previous is { } previous ? $"{previous.Name}, position as at {Words.Long(previous.PositionAsAt)}" : "none of this edition: it is the first", false),
            new("Direction", facts.DirectionSince is { } since ? $"in force since {Words.Long(since)}" : "none in force", false),
            new("Latest visit", facts.LatestVisit ?? (facts.Audience == Audience.Public ? "none with a published letter" : "none yet"), false),
            new("Since the report", $"{Words.Count(position.DayNumber - facts.StartedOn.DayNumber, "day")}", false),
            new("Shown", $"{Words.Count(facts.Recommendations.Count, "recommendation")}, {Words.Count(facts.Actions.Count, "action")}", facts.Actions.Any(a => a.Illustrative)),
        };
        var next = facts.NextBoardOn is { } board && board >= position
            ? new PackCountdown(board.DayNumber - position.DayNumber, $"to the board on {Words.Long(board)}", facts.Demonstration)
            : null;
        // By what it is cited, and how a copy is checked.
        if (facts is { Number: { } number, PeriodKey: { } key, Code: { } code })
        {
            lines.Insert(1, new("Period and version", Pack.LabelOf(key, facts.Version), false));
            lines.Add(new("Is a copy genuine?", $"Check it under “Check a pack” of the portal, as number {number} of {code}", false));
        }
        return new PackCover(
            facts.Council,
            facts.Programme,
            edition.Name,
            facts.PeriodName,
            Words.Long(position),
            PackAssembler.Reference(facts),
            edition.Marking,
            facts.Number is null,
            Stages(facts),
            lines,
            next,
            factsHash,
            string.Join(' ', Credit(facts, edition)))
        {
            History = facts.History is { } history ? $"History: {history.Entries.ToString("#,0", CultureInfo.InvariantCulture)} entries, the last with seal {history.Hash}" : "",
        };
    }

    private static IEnumerable<string> Credit(PackFacts facts, PackEdition edition)
    {
        if (!edition.PrintsWaivers && facts.Readiness?.Count(ReadinessState.Waived) is > 0 and var waived)
            yield return $"Readiness gate: {waived} waived, see the board pack, appendix {PackEdition.Of(Audience.Board).LetterOf(ReadinessSection.Part)}.";
        if (facts.Demonstration)
            yield return "A demonstration. What is marked illustrative is not stated by any source. Contains public sector information, Ofsted, licensed under the Open Government Licence v3.0.";
    }

    private static List<PackStage> Stages(PackFacts facts)
    {
        (ProgrammeStage Stage, string Name, string Note)[] all =
        [
            (ProgrammeStage.Inspected, "Inspected", $"report {Words.Short(facts.StartedOn)}"),
            (ProgrammeStage.Planning, "Planning", facts.PlanDueOn is { } due ? $"plan due {Words.Short(due)}" : ""),
            (ProgrammeStage.Delivering, "Delivering", ""),
            (ProgrammeStage.ReinspectionReady, "Re-inspection ready", ""),
            (ProgrammeStage.SupportAndSupervision, "Support and supervision", ""),
        ];
        return [.. all.Select(s => new PackStage(
            s.Name,
            s.Stage == facts.Stage ? "now" : s.Note.Length > 0 ? s.Note : s.Stage < facts.Stage ? "" : "not reached",
            s.Stage == facts.Stage ? "now" : s.Stage < facts.Stage ? "past" : "next"))];
    }
}
