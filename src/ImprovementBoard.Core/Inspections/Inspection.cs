using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Inspections;

/// <summary>An inspection with its report. Judgement areas are data: every framework has its own.</summary>
public sealed class Inspection : IProgrammeRow
{
    /// <summary>Working days a council has to send its plan after receiving the report (Education and Inspections Act 2006, section 137; SI 2007/462).</summary>
    public const int PlanWorkingDays = 70;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>Name in addresses, such as <c>inspection-2016</c>.</summary>
    public required string Ref { get; set; }

    /// <summary>Name on screen.</summary>
    public required string Title { get; set; }

    /// <summary>Code of the framework inspected under, such as "SIF" or "ILACS_2018".</summary>
    public required string Framework { get; set; }

    /// <summary>First day of fieldwork.</summary>
    public DateOnly FieldworkFrom { get; set; }

    /// <summary>Last day of fieldwork.</summary>
    public DateOnly FieldworkTo { get; set; }

    /// <summary>The day the council received the report, or null when not known.</summary>
    public DateOnly? ReceivedOn { get; set; }

    /// <summary>The day the report was published.</summary>
    public DateOnly PublishedOn { get; set; }

    /// <summary>A plan date that replaces the computed one, or null.</summary>
    public DateOnly? PlanDueOverride { get; set; }

    /// <summary>Why the computed date was replaced.</summary>
    public string? PlanDueOverrideReason { get; set; }

    /// <summary>Where the facts come from.</summary>
    public required string Source { get; set; }

    /// <summary>What a reader should know about the source, or null.</summary>
    public string? Note { get; set; }

    /// <summary>The judgements, in the report's order.</summary>
    public List<Judgement> Judgements { get; set; } = [];

    /// <summary>The day the plan is due: the override, or 70 working days after receipt, or null when receipt is not known.</summary>
    public DateOnly? PlanDueOn =>
        PlanDueOverride ?? (ReceivedOn is { } received ? WorkingDays.After(received, PlanWorkingDays) : null);

    /// <summary>How <see cref="PlanDueOn"/> was reached, in words.</summary>
    public string PlanDueRule =>
        PlanDueOverride is not null ? $"set by hand: {PlanDueOverrideReason}"
        : ReceivedOn is { } received ? $"{PlanWorkingDays} working days after the report was received on {Words.Long(received)}"
        : "not known, because the date of receipt is not known";
}

/// <summary>A grade given to one area.</summary>
public sealed class Judgement
{
    /// <summary>The area as the framework names it.</summary>
    public required string Area { get; set; }

    /// <summary>The grade.</summary>
    public Grade Grade { get; set; }

    /// <summary>The area this is a part of, or null.</summary>
    public string? PartOf { get; set; }

    /// <summary>The body judged.</summary>
    public required string Body { get; set; }
}

/// <summary>Ofsted's grades.</summary>
public enum Grade
{
    /// <summary>Outstanding.</summary>
    Outstanding,

    /// <summary>Good.</summary>
    Good,

    /// <summary>Requires improvement to be good.</summary>
    RequiresImprovement,

    /// <summary>Inadequate.</summary>
    Inadequate,

    /// <summary>Not judged.</summary>
    NotJudged,
}

/// <summary>Words for <see cref="Grade"/>.</summary>
public static class Grades
{
    /// <summary>The grade as Ofsted writes it.</summary>
    public static string Words(this Grade grade) => grade switch
    {
        Grade.Outstanding => "Outstanding",
        Grade.Good => "Good",
        Grade.RequiresImprovement => "Requires improvement to be good",
        Grade.Inadequate => "Inadequate",
        _ => "Not judged",
    };
}
