using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Distribution;

/// <summary>How far a pack has got to one recipient. What is known of the recipient counts for more than what is known of the mail.</summary>
public enum DeliveryState
{
    /// <summary>The mail waits for its turn or its next try.</summary>
    Queued,

    /// <summary>The mail lies in the outbox folder; it reached nobody.</summary>
    InOutbox,

    /// <summary>The mail server took the mail.</summary>
    Sent,

    /// <summary>It may have been sent.</summary>
    Unsure,

    /// <summary>It was not sent.</summary>
    Failed,

    /// <summary>The mail was taken back before it was sent.</summary>
    TakenBack,

    /// <summary>The mail came back.</summary>
    CameBack,

    /// <summary>The page of the link was opened.</summary>
    Opened,

    /// <summary>The pack was downloaded or read.</summary>
    Downloaded,
}

/// <summary>Whether a secure link still works.</summary>
public enum LinkState
{
    /// <summary>It works.</summary>
    Works,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The office withdrew it.</summary>
    Withdrawn,

    /// <summary>A newer link was sent to the same recipient.</summary>
    Replaced,

    /// <summary>A later version took the place of the pack.</summary>
    Superseded,
}

/// <summary>An issued pack on its way to one recipient. Sending it again adds another; the link of the one before ends then.</summary>
public sealed class PackDelivery : IProgrammeRow, IEditable
{
    /// <summary>Longest reason, in characters.</summary>
    public const int WhyMaxLength = 300;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The pack.</summary>
    public int PackId { get; set; }

    /// <summary>The line of the distribution list.</summary>
    public int RecipientId { get; set; }

    /// <summary>1, and one more each time it is sent again to this recipient.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>The post, or null for a recipient outside.</summary>
    public int? MemberId { get; set; }

    /// <summary>Role title then.</summary>
    public required string Title { get; set; }

    /// <summary>Agency then.</summary>
    public required string Agency { get; set; }

    /// <summary>The mail, or null where there was no address.</summary>
    public int? MailId { get; set; }

    /// <summary>The mail.</summary>
    public MailItem? Mail { get; set; }

    /// <summary>Why there is no mail, or empty.</summary>
    public string Why { get; set; } = "";

    /// <summary>SHA-256 of the secret in the link, hexadecimal; null for a post, which signs in.</summary>
    public string? TokenHash { get; set; }

    /// <summary>The instant the link ends, in UTC; null for a post.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Role title of who sent it.</summary>
    public required string By { get; set; }

    /// <summary>The programme's date then.</summary>
    public DateOnly On { get; set; }

    /// <summary>The instant, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The programme's date on which its link was ended, or null.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>Role title of who ended it, or null.</summary>
    public string? EndedBy { get; set; }

    /// <summary>True when it ended because a newer one was sent.</summary>
    public bool Replaced { get; set; }

    /// <summary>The programme's date on which the office noted that the mail came back, or null.</summary>
    public DateOnly? CameBackOn { get; set; }

    /// <summary>The instant the page of the link was first opened, in UTC, or null.</summary>
    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>How often the pack was downloaded by the link.</summary>
    public int Downloads { get; set; }

    /// <summary>The instant of the last download, in UTC, or null.</summary>
    public DateTimeOffset? DownloadedAt { get; set; }

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>How far it got. For a post, what it read in the portal counts.</summary>
    /// <param name="mail">State and way of its mail, or null where there is none.</param>
    /// <param name="readings">How often the post read the pack since, in any form; 0 for a recipient outside.</param>
    public DeliveryState StateOf((MailState State, MailRoute? Via)? mail, int readings = 0) =>
        Downloads + readings > 0 ? DeliveryState.Downloaded
        : CameBackOn is not null ? DeliveryState.CameBack
        : OpenedAt is not null ? DeliveryState.Opened
        : mail switch
        {
            null or { State: MailState.Failed } => DeliveryState.Failed,
            { State: MailState.Unsure } => DeliveryState.Unsure,
            { State: MailState.TakenBack } => DeliveryState.TakenBack,
            { State: MailState.Sent, Via: MailRoute.Outbox } => DeliveryState.InOutbox,
            { State: MailState.Sent } => DeliveryState.Sent,
            _ => DeliveryState.Queued,
        };

    /// <summary>When its post read the pack in the portal since it was sent. None for a recipient outside, whose downloads the link counts.</summary>
    /// <param name="readings">The readings of the pack: by which post, null where it was none, and at which instant.</param>
    public IReadOnlyList<DateTimeOffset> ReadSince(IEnumerable<(int? MemberId, DateTimeOffset At)> readings) =>
        MemberId is null ? [] : [.. readings.Where(r => r.MemberId == MemberId && r.At >= At).Select(r => r.At)];

    /// <summary>Whether its link works at <paramref name="now"/>. Why it was ended by a person counts before the clock.</summary>
    /// <param name="superseded">True when a later version took the place of the pack.</param>
    public LinkState LinkAt(DateTimeOffset now, bool superseded) =>
        Replaced ? LinkState.Replaced
        : EndedOn is not null ? LinkState.Withdrawn
        : superseded ? LinkState.Superseded
        : now >= ExpiresAt ? LinkState.Expired
        : LinkState.Works;

    /// <summary>The office withdraws the link.</summary>
    /// <exception cref="RuleException">There is none, or it was ended already.</exception>
    public void Withdraw(Actor by, DateOnly today)
    {
        if (TokenHash is null)
            throw new RuleException($"The {Words.Inside(Title)} signs in to read packs, so there is no link to withdraw. Ask the administrator to end the account’s part in this programme.");
        if (EndedOn is { } ended)
            throw new RuleException($"This link was ended on {Words.Long(ended)} already. Read below what stands now.");
        (EndedOn, EndedBy) = (today, by.Title);
        Mail?.TakeBack("Its link was withdrawn before it was sent.");
    }

    /// <summary>A newer one takes its place; its link ends.</summary>
    public void Replace(Actor by, DateOnly today)
    {
        if (EndedOn is null)
            (EndedOn, EndedBy) = (today, by.Title);
        Replaced = true;
        Mail?.TakeBack("It was sent anew before this mail went out.");
    }

    /// <summary>The office notes that the mail came back; the link ends with it.</summary>
    /// <exception cref="RuleException">It was noted already, or nothing was sent that could come back.</exception>
    public void NoteCameBack(Actor by, DateOnly today)
    {
        if (CameBackOn is { } noted)
            throw new RuleException($"That it came back was noted on {Words.Long(noted)} already.");
        if (Mail is not { State: MailState.Sent or MailState.Unsure })
            throw new RuleException("No mail went out that could have come back.");
        CameBackOn = today;
        if (EndedOn is null)
            (EndedOn, EndedBy) = (today, by.Title);
    }
}

/// <summary>Words for <see cref="DeliveryState"/> and <see cref="LinkState"/>.</summary>
public static class DeliveryStates
{
    /// <summary>The state in words.</summary>
    public static string Words(this DeliveryState state) => state switch
    {
        DeliveryState.InOutbox => "In the outbox",
        DeliveryState.Unsure => "May have been sent",
        DeliveryState.TakenBack => "Taken back",
        DeliveryState.CameBack => "Came back",
        DeliveryState.Opened => "Link opened",
        _ => state.ToString(),
    };

    /// <summary>True for what somebody has to look at.</summary>
    public static bool IsTrouble(this DeliveryState state) => state is DeliveryState.Unsure or DeliveryState.Failed or DeliveryState.CameBack;
}
