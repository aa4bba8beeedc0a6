using ImprovementBoard.Core.Visits;
using static ImprovementBoard.Core.Time.Words;

namespace ImprovementBoard.Core.Flags.Rules;

/// <summary>Inspectors raised a concern, and the council has not said what it does about it.</summary>
public sealed class FindingNotAnswered() : FlagRule("finding_not_answered", Seriousness.High, "Finding not answered",
    $"A concern that is for the council to answer has no answer, and the {Finding.AnswerWithinWorkingDays} working days for one have passed.")
{
    /// <inheritdoc/>
    public override Raised? Check(FindingFlagFacts facts) =>
        facts.AnswerDueOn is { } due && due < facts.Today ? new(due.AddDays(1), $"An answer was due by {Short(due)}") : null;
}
