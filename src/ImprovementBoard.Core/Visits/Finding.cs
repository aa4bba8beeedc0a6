using System.Text.Json.Serialization;
using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Visits;

/// <summary>Which way a finding points.</summary>
public enum Polarity
{
    /// <summary>Done well.</summary>
    Strength,

    /// <summary>Getting better.</summary>
    Improving,

    /// <summary>Not good enough.</summary>
    Weakness,

    /// <summary>Children may be unsafe.</summary>
    SeriousConcern,

    /// <summary>Not raised before.</summary>
    NewConcern,

    /// <summary>Worse than last time.</summary>
    Declined,
}

/// <summary>How far inspectors said the work on something has got.</summary>
public enum ProgressWord
{
    /// <summary>It is getting somewhere.</summary>
    Progress,

    /// <summary>Something was done, too recently to have made a difference.</summary>
    TooEarly,

    /// <summary>Not good enough yet.</summary>
    NotYet,

    /// <summary>It went backwards.</summary>
    Declined,
}

/// <summary>Whom or what a finding is about.</summary>
public enum Cohort
{
    /// <summary>Where referrals arrive.</summary>
    FrontDoor,

    /// <summary>Children in need.</summary>
    [JsonStringEnumMemberName("CIN")]
    ChildrenInNeed,

    /// <summary>Children with a child protection plan.</summary>
    [JsonStringEnumMemberName("CP")]
    ChildProtection,

    /// <summary>Children in care.</summary>
    [JsonStringEnumMemberName("CLA")]
    ChildrenInCare,

    /// <summary>Care leavers.</summary>
    CareLeavers,

    /// <summary>Staff.</summary>
    Workforce,

    /// <summary>Leaders.</summary>
    Leadership,

    /// <summary>Partner agencies.</summary>
    Partnership,

    /// <summary>Data and recording systems.</summary>
    DataSystems,
}

/// <summary>Something inspectors said, good or bad, at an inspection or a monitoring visit. Paraphrased, with its paragraph.</summary>
public sealed partial class Finding : IProgrammeRow, IEditable
{
    /// <summary>Longest text, in characters: a paragraph of a letter.</summary>
    public const int TextMaxLength = 1200;

    /// <summary>Longest paragraph number, in characters.</summary>
    public const int ParagraphMaxLength = 20;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The inspection it was made at, or null.</summary>
    public int? InspectionId { get; set; }

    /// <summary>The monitoring visit it was made at, or null.</summary>
    public int? VisitId { get; set; }

    /// <summary>The day inspectors said it: that of the inspection or visit.</summary>
    public DateOnly On { get; set; }

    /// <summary>The day it was entered here; before that day nobody could read it.</summary>
    public DateOnly RecordedOn { get; set; }

    /// <summary>Role title of who entered it, or null when it came with the plan.</summary>
    public string? RecordedBy { get; set; }

    /// <summary>Which way it points.</summary>
    public Polarity Polarity { get; set; }

    /// <summary>How far inspectors said the work has got, or null when they did not say; read <see cref="Word"/>.</summary>
    public ProgressWord? Progress { get; set; }

    /// <summary>True when children may be unsafe now, so that it must be acted on the same day.</summary>
    public bool ImmediateSafety { get; set; }

    /// <summary>Its theme.</summary>
    public Theme Theme { get; set; }

    /// <summary>Whom it is about.</summary>
    public Cohort Cohort { get; set; }

    /// <summary>What was said, in our words.</summary>
    public required string Text { get; set; }

    /// <summary>Paragraph in the report or letter, or null when the source gives none.</summary>
    public string? Paragraph { get; set; }

    /// <summary>Where it comes from.</summary>
    public required string Source { get; set; }

    /// <summary>The earlier finding it repeats, or null.</summary>
    public int? RepeatsId { get; set; }

    /// <summary>Recommendations it bears on; none for what is new.</summary>
    public List<Recommendations.Recommendation> Recommendations { get; set; } = [];

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>How far the work has got: what inspectors said, or what the polarity implies.</summary>
    public ProgressWord Word => Progress ?? Polarity.Implies();
}

/// <summary>Words for <see cref="Polarity"/> and <see cref="Cohort"/>.</summary>
public static class FindingWords
{
    /// <summary>The polarity in words.</summary>
    public static string Words(this Polarity polarity) => polarity switch
    {
        Polarity.Strength => "Strength",
        Polarity.Improving => "Improving",
        Polarity.Weakness => "Weakness",
        Polarity.SeriousConcern => "Serious concern",
        Polarity.NewConcern => "New concern",
        _ => "Declined",
    };

    /// <summary>How far the work has got when inspectors used no word for it.</summary>
    public static ProgressWord Implies(this Polarity polarity) => polarity switch
    {
        Polarity.Strength or Polarity.Improving => ProgressWord.Progress,
        Polarity.Declined => ProgressWord.Declined,
        _ => ProgressWord.NotYet,
    };

    /// <summary>The progress in words.</summary>
    public static string Words(this ProgressWord word) => word switch
    {
        ProgressWord.Progress => "Progress",
        ProgressWord.TooEarly => "Too early to tell",
        ProgressWord.NotYet => "Not yet",
        _ => "Declined",
    };

    /// <summary>True when the finding asks for something to be done.</summary>
    public static bool IsConcern(this Polarity polarity) => polarity is not (Polarity.Strength or Polarity.Improving);

    /// <summary>The cohort in words.</summary>
    public static string Words(this Cohort cohort) => cohort switch
    {
        Cohort.FrontDoor => "Front door",
        Cohort.ChildrenInNeed => "Children in need",
        Cohort.ChildProtection => "Child protection",
        Cohort.ChildrenInCare => "Children in care",
        Cohort.CareLeavers => "Care leavers",
        Cohort.Workforce => "Workforce",
        Cohort.Leadership => "Leadership",
        Cohort.Partnership => "Partnership",
        _ => "Data and systems",
    };
}
