namespace ImprovementBoard.Core.Mail;

/// <summary>What became of a mail.</summary>
public enum MailState
{
    /// <summary>It waits for its turn, or for its next try.</summary>
    Queued,

    /// <summary>A node is sending it in this moment.</summary>
    Sending,

    /// <summary>The mail server took it, or it lies in the outbox folder.</summary>
    Sent,

    /// <summary>It was not sent and is not tried again by itself.</summary>
    Failed,

    /// <summary>It may have been sent: its last answer was never heard. It is not sent again by itself.</summary>
    Unsure,

    /// <summary>The portal or a person took it back before it was sent, because what it tells no longer holds. It is not sent any more.</summary>
    TakenBack,
}

/// <summary>The way a mail goes out.</summary>
public enum MailRoute
{
    /// <summary>Written to the outbox folder, because no mail server is set.</summary>
    Outbox,

    /// <summary>Handed to the mail server of the settings.</summary>
    Server,
}

/// <summary>How an attempt to send a mail ended.</summary>
public enum MailResult
{
    /// <summary>It is out.</summary>
    Sent,

    /// <summary>Not now; other mails may fare better.</summary>
    TryAgain,

    /// <summary>Not now, and no other mail would fare better: the server is down, too slow or not as the settings say.</summary>
    ServerDown,

    /// <summary>Never: the server refuses this recipient or this mail.</summary>
    Refused,

    /// <summary>All of it was handed over and no answer came.</summary>
    Unknown,

    /// <summary>The portal is stopping, before anything was handed over. It counts for nothing.</summary>
    Stopped,
}

/// <summary>How an attempt to send a mail ended, and why, in words that name what to do where somebody can.</summary>
public sealed record MailOutcome(MailResult Result, string Words = "");

/// <summary>Words for <see cref="MailState"/>.</summary>
public static class MailStates
{
    /// <summary>The state in words: what was only written to the outbox folder is never called sent.</summary>
    public static string Words(this MailState state, MailRoute? via) => state switch
    {
        MailState.Sent when via == MailRoute.Outbox => "In the outbox",
        MailState.Unsure => "May have been sent",
        MailState.TakenBack => "Taken back",
        _ => state.ToString(),
    };
}
