using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Evidence;

/// <summary>Who may read evidence.</summary>
public enum Sensitivity
{
    /// <summary>Whoever may read the plan.</summary>
    Normal,

    /// <summary>The office, the commissioner, the administrator and the lead it belongs to. Nobody else learns that it exists.</summary>
    Confidential,
}

/// <summary>
/// A file or link that shows whether an action is done or a recommendation makes a difference. What it says of itself is never
/// edited: a newer file is a new version, and what should not have been attached is withdrawn with a reason.
/// </summary>
public sealed class EvidenceItem : IProgrammeRow, IEditable
{
    /// <summary>Longest title, and longest account of what it shows, in characters.</summary>
    public const int TitleMaxLength = 120, FindingMaxLength = 1000;

    /// <summary>Key, and its number in addresses.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>What it is, in a few words.</summary>
    public required string Title { get; set; }

    /// <summary>What kind of thing it is.</summary>
    public EvidenceKind Kind { get; set; }

    /// <summary>How far it can be relied on.</summary>
    public EvidenceStrength Strength { get; set; }

    /// <summary>The date of the evidence itself, not of the upload.</summary>
    public DateOnly DatedOn { get; set; }

    /// <summary>First day of the period it looks at, or null where it has none.</summary>
    public DateOnly? PeriodFrom { get; set; }

    /// <summary>Last day of that period, or null.</summary>
    public DateOnly? PeriodTo { get; set; }

    /// <summary>How many files, answers or people it looked at, or null where that makes no sense.</summary>
    public int? SampleSize { get; set; }

    /// <summary>What it shows, good or bad.</summary>
    public required string Finding { get; set; }

    /// <summary>Who may read it.</summary>
    public Sensitivity Sensitivity { get; set; }

    /// <summary>The action it is attached to, or null. It is attached to an action, a recommendation or both.</summary>
    public int? ActionItemId { get; set; }

    /// <summary>The recommendation it is attached to, or null.</summary>
    public int? RecommendationId { get; set; }

    /// <summary>The programme's date when it was attached.</summary>
    public DateOnly AddedOn { get; set; }

    /// <summary>Role title of who attached it.</summary>
    public required string AddedBy { get; set; }

    /// <summary>The day it was withdrawn, or null while it stands.</summary>
    public DateOnly? WithdrawnOn { get; private set; }

    /// <summary>Role title of who withdrew it, or null.</summary>
    public string? WithdrawnBy { get; private set; }

    /// <summary>Why, or null.</summary>
    public string? WithdrawnReason { get; private set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <summary>The files and links, oldest first. None is ever overwritten.</summary>
    public List<EvidenceVersion> Versions { get; set; } = [];

    /// <summary>Title, finding, file names and the references it is attached to in lower case, for search.</summary>
    public string SearchText { get; private set; } = "";

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>The part of it that a judgement rests on.</summary>
    public EvidenceFact Fact => new(Id, Kind, Strength, DatedOn, SampleSize);

    /// <summary>Evidence as a person described it, without a file or link yet: <see cref="AddVersion"/> gives it the first.</summary>
    /// <exception cref="RuleException">An answer is missing or makes no sense; the first fault.</exception>
    public static EvidenceItem Describe(EvidenceInput input, Actor by, DateOnly today)
    {
        if (input.Faults(today) is [var first, ..])
            throw first;
        return new EvidenceItem
        {
            ProgrammeId = by.ProgrammeId,
            Title = Text.Clean(input.Title),
            Kind = input.Kind!.Value,
            Strength = input.Strength!.Value,
            DatedOn = input.DatedOn!.Value,
            PeriodFrom = input.PeriodFrom,
            PeriodTo = input.PeriodTo,
            SampleSize = input.SampleSize,
            Finding = Text.Clean(input.Finding),
            Sensitivity = input.Confidential ? Sensitivity.Confidential : Sensitivity.Normal,
            AddedOn = today,
            AddedBy = by.Title,
        };
    }

    /// <summary>True when it was attached and not withdrawn at the end of <paramref name="day"/>.</summary>
    public bool StandsOn(DateOnly day) => AddedOn <= day && !(WithdrawnOn <= day);

    /// <summary>Adds a file or a link, which becomes the newest version.</summary>
    /// <param name="file">The stored file, or null for a link.</param>
    /// <param name="link">An address that starts with https://, or null for a file.</param>
    /// <exception cref="RuleException">It is withdrawn, there is no file and no link or both, the link makes no sense, or the same is here already.</exception>
    public EvidenceVersion AddVersion(EvidenceFile? file, string? link, string? note, Actor by, DateOnly today)
    {
        if (WithdrawnOn is { } gone)
            throw new RuleException($"“{Title}” was withdrawn on {Words.Long(gone)}, so it takes no new version. Attach new evidence instead.");
        if (EvidenceVersion.Fault(file, link, note) is { } fault)
            throw fault;
        var cleaned = file is null ? Text.Clean(link) : null;
        if (Versions.Find(v => v.DeletedOn is null && (file is not null ? v.Sha256 == file.Sha256 : v.Link == cleaned)) is { } same)
            throw new RuleException($"This {(file is null ? "link" : "file")} is here already as version {same.Number} of “{Title}”, added on {Words.Long(same.AddedOn)}.", file is null ? "Link" : "File");
        var version = new EvidenceVersion
        {
            ProgrammeId = ProgrammeId,
            Number = Versions.Count == 0 ? 1 : Versions.Max(v => v.Number) + 1,
            FileName = file?.Name,
            MediaType = file?.MediaType,
            Size = file?.Size,
            Sha256 = file?.Sha256,
            Link = cleaned,
            Note = Text.Clean(note) is { Length: > 0 } words ? words : null,
            AddedOn = today,
            AddedBy = by.Title,
        };
        Versions.Add(version);
        return version;
    }

    /// <summary>Takes it out of what counts. It stays readable with the reason.</summary>
    /// <exception cref="RuleException">It is withdrawn already, or the reason is missing.</exception>
    public void Withdraw(Actor by, string? reason, DateOnly today)
    {
        if (WithdrawnOn is { } gone)
            throw new RuleException($"“{Title}” was withdrawn on {Words.Long(gone)} already.");
        WithdrawnReason = Text.Required(reason, "Reason", "Write why it is withdrawn.", ActionItem.ReasonMaxLength);
        (WithdrawnOn, WithdrawnBy) = (today, by.Title);
    }

    /// <summary>Changes who may read it. What was open can always be made confidential; what was confidential is opened with a reason.</summary>
    /// <returns>The reason as it is kept; empty where none was given.</returns>
    /// <exception cref="RuleException">Nothing would change, or the reason is missing or too long.</exception>
    public string SetSensitivity(Sensitivity to, string? reason)
    {
        if (to == Sensitivity)
            throw new RuleException($"“{Title}” is {(to == Sensitivity.Confidential ? "confidential" : "open to everybody in the programme")} already.");
        var why = Text.Clean(reason);
        if (to == Sensitivity.Normal || why.Length > 0)
            why = Text.Required(why, "AccessReason", "Write why everybody in the programme may read it now.", ActionItem.ReasonMaxLength);
        Sensitivity = to;
        return why;
    }

    /// <summary>Brings the words that search looks at up to date.</summary>
    /// <param name="attachedTo">References of what it is attached to, such as "15.2".</param>
    public void Index(params IEnumerable<string> attachedTo) =>
        SearchText = string.Join(' ', [Title, Finding, .. attachedTo, .. Versions.Select(v => v.FileName ?? v.Link)]).ToLowerInvariant();
}
