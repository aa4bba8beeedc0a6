using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Distribution;

/// <summary>What the portal’s mails say: a title and a link. Nothing that a pack, an update or a person says stands in them, because a mail is read by whoever passes it on.</summary>
public static class Letters
{
    /// <summary>An issued pack to one recipient.</summary>
    /// <param name="expiresAt">When the link ends, or null for a post, which signs in.</param>
    public static (string Subject, string Body) Issued(Programme programme, Pack pack, PackDelivery to, DateTimeOffset? expiresAt) => (
        $"{programme.Name}: {pack.Audience.Words().ToLowerInvariant()} pack {pack.Label}",
        $"""
        {pack.Name} ({pack.Label}) of {programme.Name} is issued: the {pack.Audience.Words().ToLowerInvariant()} edition for {pack.PeriodName}, with the position as at {Words.Long(pack.PositionAsAt)}.

        {(expiresAt is null ? "Sign in and read it here:" : "Download it here:")}
        {MailItem.LinkLine}

        {(expiresAt is { } ends
            ? $"The link is for you alone, as {to.Title} ({to.Agency}), and works until {Words.At(ends)}. Do not pass this mail on: whoever has the link can download the pack. If the link has ended, ask the programme office for a new one."
            : "The link leads to the sign-in page; passing this mail on lets nobody else in.")}

        SHA-256 of the file: {pack.FileHash}

        You get this because the programme office has put {to.Title} on the distribution list of this edition. If that is wrong, tell the programme office.
        """);

    /// <summary>An approver whose turn has come.</summary>
    public static (string Subject, string Body) YourTurn(Programme programme, Pack pack, string title) => (
        $"{programme.Name}: pack {pack.Label} waits for your approval",
        $"""
        {pack.Name} ({pack.Label}) of {programme.Name} waits for your approval, as {title}.

        Sign in, read it, and approve or return it here:
        {MailItem.LinkLine}

        It is not issued until everybody who was asked has approved it.
        """);

    /// <summary>Who sees to schedules, when a run made no pack.</summary>
    public static (string Subject, string Body) RunFailed(Programme programme, Audience audience, DateTimeOffset at) => (
        $"{programme.Name}: the {audience.Words().ToLowerInvariant()} pack was not made",
        $"""
        The run of {Words.At(at)} that makes the {audience.Words().ToLowerInvariant()} pack of {programme.Name} failed. It is tried again by itself.

        What went wrong, and what to do where it goes on, stands here:
        {MailItem.LinkLine}

        You get at most one such mail a day for each schedule, however often it is tried.
        """);

    /// <summary>Who sees to it, when the history of a programme does not hold.</summary>
    public static (string Subject, string Body) HistoryBroken(Programme programme) => (
        $"{programme.Name}: the history was tampered with or damaged",
        $"""
        A check found that the history of {programme.Name} is no longer as it was written.

        Which entry is broken, and what to do, stands here:
        {MailItem.LinkLine}

        Keep the packs you hold: each prints how far the history had come, and so shows what can still be trusted. You get at most one such mail a day.
        """);

    /// <summary>The commissioner and the programme office, once a week: how far the history had come, as <c>verify-history --checkpoint</c> takes it.</summary>
    public static (string Subject, string Body) Checkpoint(Programme programme, HistoryCheck check) => (
        $"{programme.Name}: the seal of the history, to keep",
        $"""
        The history of {programme.Name} was checked and is whole. How far it had come, as the number of entries and the seal of the last:

        {check.Entries}:{check.Hash}

        Keep this mail where nobody who runs the server can change it: were the history written anew, it would no longer fit. Hold it against the history here at any time:
        {MailItem.LinkLine}

        Whoever runs the server does the same with verify-history --programme {programme.Slug} --checkpoint and that line. You get at most one such mail a week, and none while nothing was added.
        """);

    /// <summary>Administrators, when the record of sign-ins does not hold.</summary>
    public static (string Subject, string Body) SignInsBroken(Programme programme) => (
        $"{programme.Name}: the record of sign-ins was tampered with or damaged",
        $"""
        A check found that the portal’s record of sign-ins and refusals is no longer as it was written.

        What happened since stands here, as far as it can be trusted:
        {MailItem.LinkLine}

        Whoever runs the server finds the broken entry with the command verify-history. You get at most one such mail a day.
        """);

    /// <summary>Somebody who is invited.</summary>
    public static (string Subject, string Body) Invited(Programme programme, Invitation invitation) => (
        $"{programme.Name}: you are invited as {invitation.Title}",
        $"""
        {invitation.InvitedBy} of {programme.Name} ({programme.Council}) invites you to its improvement portal, as {invitation.Title} ({invitation.Agency}), {Words.Inside(invitation.Role.Words())}.

        Accept here:
        {MailItem.LinkLine}

        The link is for you alone, works once and until {Words.At(invitation.ExpiresAt)}. Do not pass this mail on: whoever has the link can take your place. If you did not expect it, delete it, or ask the council whether it is genuine.
        """);

    /// <summary>The commissioner and the other administrators, when somebody did alone what a second person might want to stop.</summary>
    /// <param name="what">What was done, as a sentence without its full stop.</param>
    /// <param name="by">Role title of who did it.</param>
    public static (string Subject, string Body) DoneAlone(Programme programme, string what, string by, DateOnly today) => (
        $"{programme.Name}: {what}",
        $"""
        {what}, on {Words.Long(today)}, by: {by}.

        Nobody else had to agree to it, so you are told. What the history says of it, and of what was done since, stands here:
        {MailItem.LinkLine}

        If it is not right, tell an administrator of the programme at once: an invitation can be withdrawn, a role changed back, a hold put again.
        """);

    /// <summary>Administrators, when a part is not what the groups of the council say.</summary>
    /// <param name="what">Who stays what, and what the groups say.</param>
    public static (string Subject, string Body) GroupsNotFollowed(Programme programme, string what) => (
        $"{programme.Name}: a role is not what the groups of the council say",
        $"""
        {what}.

        What is in the way, and where to put it right, stands here:
        {MailItem.LinkLine}

        It is made what the groups say at the first sign-in after that. You are told once.
        """);

    /// <summary>A lead who owes updates.</summary>
    /// <param name="actions">How many actions.</param>
    /// <param name="again">True for the reminder.</param>
    public static (string Subject, string Body) UpdatesOwed(Programme programme, DateOnly cutOff, DateOnly meeting, int actions, bool again) => (
        $"{programme.Name}: {(again ? "reminder, " : "")}{Words.Count(actions, "update")} by {Words.Long(cutOff)}",
        $"""
        {(again ? $"{Words.Count(actions, "action")} you lead {(actions == 1 ? "has" : "have")} no update yet for the board of {Words.Long(meeting)}." : $"The board meets on {Words.Long(meeting)}. You lead {Words.Count(actions, "action")} that {(actions == 1 ? "wants" : "want")} an update.")}

        Updates count until the end of {Words.Long(cutOff)}. Post {(actions == 1 ? "it" : "them")} here:
        {MailItem.LinkLine}
        """);

    /// <summary>Who is asked to resolve items of the readiness gate.</summary>
    /// <param name="items">How many.</param>
    public static (string Subject, string Body) GateWaits(Programme programme, DateOnly meeting, int items) => (
        $"{programme.Name}: {Words.Count(items, "item")} of the readiness gate {(items == 1 ? "waits" : "wait")} for you",
        $"""
        For the board of {Words.Long(meeting)}, {Words.Count(items, "item")} that {(items == 1 ? "was" : "were")} missing at the cut-off {(items == 1 ? "waits" : "wait")} for you. While an item is open, no pack of the period is prepared.

        What is missing, and where to put it right, stands here:
        {MailItem.LinkLine}
        """);

    /// <summary>The programme office, when a step of the reporting calendar is due that a person sees to.</summary>
    public static (string Subject, string Body) StepDue(Programme programme, CalendarStep step, DateOnly due, DateOnly meeting) => (
        $"{programme.Name}: “{step.Words()}” is due for the board of {Words.Long(meeting)}",
        $"""
        The step “{step.Words()}” of the reporting calendar was due on {Words.Long(due)}, for the board of {Words.Long(meeting)}. {step switch
        {
            CalendarStep.Issue => "It is done by itself once every pack of the period is issued. If the papers went out another way, say so on the page of the period.",
            CalendarStep.Decisions => "Once the decisions of the meeting are written down, say so on the page of the period.",
            _ => "Once every challenge of the meeting is with somebody, say so on the page of the period.",
        }}

        The page of the period:
        {MailItem.LinkLine}

        You get one such mail for each step.
        """);

    /// <summary>Who sees to it, when a step of the reporting calendar failed.</summary>
    public static (string Subject, string Body) StepFailed(Programme programme, CalendarStep step, DateOnly meeting) => (
        $"{programme.Name}: “{step.Words()}” failed for the board of {Words.Long(meeting)}",
        $"""
        The step “{step.Words()}” of the reporting calendar failed, for the board of {Words.Long(meeting)}. It is tried again every hour.

        What went wrong stands here:
        {MailItem.LinkLine}

        You get at most one such mail a day for each step, however often it is tried.
        """);
}
