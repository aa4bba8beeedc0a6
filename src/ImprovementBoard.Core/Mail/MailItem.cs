using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Mail;

/// <summary>What a mail says, and to whom: a title and a link, never what is confidential.</summary>
/// <param name="Key">What makes it this mail: a second one of the same key is never queued.</param>
/// <param name="About">What mails are counted by, such as <c>pack/12</c>.</param>
/// <param name="ToTitle">Role title of the recipient.</param>
/// <param name="Body">Plain text. A line that is <see cref="MailItem.LinkLine"/> becomes the link.</param>
/// <param name="Path">Address in the portal that the link leads to, from its slash on.</param>
/// <param name="Secret">Sealed end of that address, which only the recipient may know; or null.</param>
public sealed record MailDraft(string Key, string About, string To, string ToTitle, string Subject, string Body, string Path, string? Secret = null);

/// <summary>A mail: queued in the transaction of what it tells, sent by the post office, and kept with what became of it.</summary>
public sealed class MailItem : IProgrammeRow, IEditable
{
    /// <summary>Longest key, subject and error, in characters.</summary>
    public const int KeyMaxLength = 120, SubjectMaxLength = 200, ErrorMaxLength = 500;

    /// <summary>The line of the body in whose place the link stands.</summary>
    public const string LinkLine = "{link}";

    /// <summary>The pauses before each further try, in minutes: about two days in all. A try beyond them is not made.</summary>
    public static readonly IReadOnlyList<int> Pauses = [1, 5, 15, 30, 60, 120, 240, 360, 360, 360, 360, 360, 360, 360];

    /// <summary>Key in the database.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>What makes it this mail; unique in the programme.</summary>
    public required string Key { get; set; }

    /// <summary>What mails are counted by.</summary>
    public required string About { get; set; }

    /// <summary>The address.</summary>
    public required string To { get; set; }

    /// <summary>Role title of the recipient.</summary>
    public required string ToTitle { get; set; }

    /// <summary>The subject, one line.</summary>
    public required string Subject { get; set; }

    /// <summary>The body, plain text.</summary>
    public required string Body { get; set; }

    /// <summary>Address in the portal that its link leads to.</summary>
    public required string Path { get; set; }

    /// <summary>Sealed end of that address until it is out, then null.</summary>
    public string? Secret { get; set; }

    /// <summary>True where the link is for the recipient alone.</summary>
    public bool HasSecret { get; set; }

    /// <summary>The programme's date when it was queued.</summary>
    public DateOnly On { get; set; }

    /// <summary>The instant it was queued, in UTC.</summary>
    public DateTimeOffset QueuedAt { get; set; }

    /// <summary>What became of it.</summary>
    public MailState State { get; set; }

    /// <summary>The way of the last try, or null before the first.</summary>
    public MailRoute? Via { get; set; }

    /// <summary>Tries begun.</summary>
    public int Attempts { get; set; }

    /// <summary>The instant from which it may be tried, in UTC.</summary>
    public DateTimeOffset NextTryAt { get; set; }

    /// <summary>The instant a node began to send it, in UTC, or null.</summary>
    public DateTimeOffset? ClaimedAt { get; set; }

    /// <summary>The instant it was out, in UTC, or null.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Why it is not sent (yet), in words, or empty.</summary>
    public string Error { get; set; } = "";

    /// <summary>The programme's date on which address and text were removed, because their period was over or the person was erased; or null.</summary>
    public DateOnly? ClearedOn { get; private set; }

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>A mail that waits for its turn. What could break a line of its head is taken out of the subject.</summary>
    /// <exception cref="ArgumentException">The address is none; whoever queues it has checked it (<see cref="EmailAddress"/>).</exception>
    public static MailItem Queue(int programmeId, MailDraft draft, DateOnly today, DateTimeOffset now) => !EmailAddress.Is(draft.To) ? throw new ArgumentException("No mail goes to what is no address.", nameof(draft)) : new()
    {
        ProgrammeId = programmeId,
        Key = draft.Key,
        About = draft.About,
        To = draft.To,
        ToTitle = draft.ToTitle,
        Subject = OneLine(draft.Subject),
        Body = string.Concat(Text.Clean(draft.Body).Where(c => c is '\n' or '\t' || !char.IsControl(c))),
        Path = draft.Path,
        Secret = draft.Secret,
        HasSecret = draft.Secret is not null,
        On = today,
        QueuedAt = now,
        NextTryAt = now,
    };

    /// <summary>Notes how an attempt ended.</summary>
    public void Note(MailOutcome outcome, DateTimeOffset now)
    {
        Error = Short(outcome.Words);
        switch (outcome.Result)
        {
            case MailResult.Sent:
                (State, SentAt, Error) = (MailState.Sent, now, "");
                break;
            case MailResult.Stopped:
                (State, NextTryAt) = (MailState.Queued, now);
                Attempts--;
                break;
            case MailResult.TryAgain or MailResult.ServerDown when Attempts <= Pauses.Count:
                (State, NextTryAt) = (MailState.Queued, now.AddMinutes(Pauses[Math.Max(Attempts, 1) - 1]));
                break;
            case MailResult.Unknown:
                State = MailState.Unsure;
                break;
            default:
                State = MailState.Failed;
                if (outcome.Result != MailResult.Refused)
                    Error = Short($"Given up after {Attempts} tries. {outcome.Words}");
                break;
        }
        ClaimedAt = null;
        if (State != MailState.Queued)
            Secret = null;
    }

    /// <summary>Notes that the portal stopped while it was being sent. A file in the outbox is written again; what went to a server is not sent again by itself.</summary>
    public void Interrupt(DateTimeOffset now) => Note(
        Via == MailRoute.Outbox ? new(MailResult.Stopped) : new(MailResult.Unknown, "The portal stopped while it was being sent. It may have arrived; ask the recipient before you send it again."), now);

    /// <summary>Takes it back before it is sent; what is out already stays as it is.</summary>
    public void TakeBack(string why)
    {
        if (State == MailState.Queued)
            (State, Error, Secret) = (MailState.TakenBack, Short(why), null);
    }

    /// <summary>Removes address and text. That there was a mail, when, about what and to which role stays; of one on its way nobody knows, and it is not tried again.</summary>
    public void Clear(DateOnly today)
    {
        TakeBack("");
        if (State == MailState.Sending)
            (State, ClaimedAt) = (MailState.Unsure, null);
        (To, Body, Path, Error, Secret, ClearedOn) = ("", "", "", "", null, today);
    }

    /// <summary>A person has it sent again. Its Message-ID stays, so that a mail program can tell the repeat.</summary>
    /// <exception cref="RuleException">It is out or on its way, or its link was for the recipient alone and is not kept.</exception>
    public void SendAgain(DateTimeOffset now)
    {
        if (State is not (MailState.Failed or MailState.Unsure))
            throw new RuleException($"This mail is {State.Words(Via).ToLowerInvariant()}. Only one that failed, or that may have been sent, is sent again.");
        if (ClearedOn is { } cleared)
            throw new RuleException($"Its address and text were removed on {Words.Long(cleared)}, so it cannot be sent again.");
        if (HasSecret)
            throw new RuleException("Its link was for the recipient alone and is not kept. Send a new one where this one came from: the page “Who got it” of the pack, or “People” for an invitation.");
        (State, Attempts, NextTryAt, Error) = (MailState.Queued, 0, now, "");
    }

    private static string OneLine(string text)
    {
        var line = string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= SubjectMaxLength ? line : line[..(SubjectMaxLength - 1)] + "…";
    }

    private static string Short(string text) => text.Length <= ErrorMaxLength ? text : text[..(ErrorMaxLength - 1)] + "…";
}
