using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Retention;

/// <summary>What a hold covers.</summary>
public enum HoldCovers
{
    /// <summary>Everything of the programme, and the accounts of its people.</summary>
    Programme,

    /// <summary>A recommendation, its evidence, and that of the actions that answer it.</summary>
    Recommendation,

    /// <summary>An action, its evidence and unposted updates.</summary>
    Action,

    /// <summary>One piece of evidence.</summary>
    Evidence,

    /// <summary>A person: their account, invitations, mails and unposted updates.</summary>
    Person,
}

/// <summary>
/// Stops deletion and erasure of what it covers, until it is lifted: a claim, an inquiry, a request for information. To delete what somebody asked for
/// is a crime (Freedom of Information Act 2000, section 77). Kept for ever.
/// </summary>
public sealed class RetentionHold : IProgrammeRow, IEditable
{
    /// <summary>Longest reason, longest name of who asked for it, and longest reference of a request for information, in characters.</summary>
    public const int ReasonMaxLength = 500, AskedByMaxLength = 120, RequestMaxLength = 60;

    /// <summary>What a hold on everything covers, in words.</summary>
    public const string WholeProgramme = "the whole programme";

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>What it covers.</summary>
    public HoldCovers Covers { get; set; }

    /// <summary>Key of the item or post; null for the whole programme.</summary>
    public int? ItemId { get; set; }

    /// <summary>The item in words, such as “action 15.2”.</summary>
    public required string Item { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }

    /// <summary>Who asked for it, as a role or an office.</summary>
    public required string AskedBy { get; set; }

    /// <summary>The programme's date from which it holds.</summary>
    public DateOnly PutOn { get; set; }

    /// <summary>Role title of who put it.</summary>
    public required string PutBy { get; set; }

    /// <summary>The programme's date on which it was lifted, or null while it holds.</summary>
    public DateOnly? LiftedOn { get; private set; }

    /// <summary>Role title of who lifted it, or null.</summary>
    public string? LiftedBy { get; private set; }

    /// <summary>Why, or null.</summary>
    public string? LiftedReason { get; private set; }

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>A hold from today.</summary>
    /// <param name="item">Key and words of what it covers, or null where nothing of the programme fits what was given.</param>
    /// <exception cref="RuleException">There is no such item, or the reason or who asked is missing or too long.</exception>
    public static RetentionHold Put(HoldCovers? covers, (int? Id, string Words)? item, string? reason, string? askedBy, Actor by, DateOnly today)
    {
        if (covers is not { } what)
            throw new RuleException("Choose what it covers.", nameof(Covers));
        if (item is not { } found)
            throw new RuleException(what switch
            {
                HoldCovers.Person => "Choose the person.",
                HoldCovers.Evidence => "Give the number of the evidence, as in the address of its page.",
                _ => $"Give the reference of the {what.ToString().ToLowerInvariant()}, such as 15.2, as the plan shows it.",
            }, what == HoldCovers.Person ? "Person" : "Reference");
        return new()
        {
            ProgrammeId = by.ProgrammeId,
            Covers = what,
            ItemId = found.Id,
            Item = found.Words,
            Reason = Text.Required(reason, nameof(Reason), "Write why nothing of it may be deleted.", ReasonMaxLength),
            AskedBy = Text.Required(askedBy, nameof(AskedBy), "Write who asked for it, such as “Information governance”. No names of people.", AskedByMaxLength).ReplaceLineEndings(" "),
            PutOn = today,
            PutBy = by.Title,
        };
    }

    /// <summary>The reference of a request for information as it is kept; empty where none was given.</summary>
    /// <exception cref="RuleException">It is too long.</exception>
    public static string RequestOf(string? typed) => Text.Clean(typed).Length == 0 ? "" : Text.Required(typed, "Request", "", RequestMaxLength).ReplaceLineEndings(" ");

    /// <summary>A hold on the whole programme from today, until a request for information is answered.</summary>
    /// <param name="reference">See <see cref="RequestOf"/>. Without one the request is known by the day on which the file for it was taken.</param>
    public static RetentionHold ForRequest(string reference, Actor by, DateOnly today) => Put(
        HoldCovers.Programme, (null, WholeProgramme), reference.Length == 0 ? $"Information request, for which the file was taken on {Words.Long(today)}" : $"Information request {reference}", "Applicant", by, today);

    /// <summary>That it was put, in the words of the history.</summary>
    public string Told => $"Hold on {Item}, asked for by {AskedBy}: nothing of it is deleted. {Reason}";

    /// <summary>Ends it: what it covered goes when its period is over.</summary>
    /// <exception cref="RuleException">It was lifted already, or the reason is missing or too long.</exception>
    public void Lift(string? reason, Actor by, DateOnly today)
    {
        if (LiftedOn is { } lifted)
            throw new RuleException($"This hold was lifted on {Words.Long(lifted)} already. Read below what stands now.");
        LiftedReason = Text.Required(reason, nameof(Reason), "Write why it is no longer needed, and who agreed.", ReasonMaxLength);
        (LiftedOn, LiftedBy) = (today, by.Title);
    }
}
