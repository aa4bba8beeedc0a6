namespace ImprovementBoard.Core.Retention;

/// <summary>How long a kind is kept, from when on, and what happens then.</summary>
/// <param name="Name">The kind in words.</param>
/// <param name="Holds">What it holds.</param>
/// <param name="From">The day from which the period runs, in words.</param>
/// <param name="Unit">In what the period is counted.</param>
/// <param name="Default">Length where a programme sets none.</param>
/// <param name="Least">Shortest length a programme may set.</param>
/// <param name="AtEnd">What happens at its end.</param>
/// <param name="Source">Where the default comes from.</param>
public sealed record RetentionRule(RetentionKind Kind, string Name, string Holds, string From, RetentionUnit Unit, int Default, int Least, string AtEnd, string Source)
{
    /// <summary>Longest period, in its unit: a hundred years of months, ten years of days.</summary>
    public const int MostMonths = 1200, MostDays = 3650;

    private const string
        Ours = "Illustrative: no source names a period; set the one of your retention schedule.",
        Minimal = "UK GDPR, article 5(1)(e): no longer than the purpose needs. The length is illustrative.",
        SixYears = "Six years is the time limit for most claims (Limitation Act 1980, sections 2 and 5). Records about a child are kept in the case system, not here.";

    /// <summary>Every kind once, in the order they are shown and carried out.</summary>
    public static IReadOnlyList<RetentionRule> All { get; } =
    [
        new(RetentionKind.UpdateDrafts, "Unposted updates", "What somebody typed and never posted", "the day it was last saved", RetentionUnit.Days, 180, 30, "Deleted", Minimal),
        new(RetentionKind.DraftPacks, "Draft packs", "Packs built by hand, never numbered or issued, with the comments on them", "the day it was made", RetentionUnit.Months, 12, 1, "Deleted with its file and comments", Ours),
        new(RetentionKind.PackRuns, "Runs of packs", "Attempts to make packs, and how they went", "the day it was asked for", RetentionUnit.Months, 24, 3, "Deleted", Ours),
        new(RetentionKind.Mails, "Mails", "The address and the text of mails that went out or were given up", "the day it was queued", RetentionUnit.Months, 12, 1, "Address and text removed, also from the outbox folder; date, subject and role title stay", Minimal),
        new(RetentionKind.Invitations, "Invitations", "The address of invitations that were accepted, withdrawn or ran out", "the day it was accepted or ended", RetentionUnit.Months, 6, 1, "Address and link removed; role title and dates stay", Minimal),
        new(RetentionKind.Recipients, "Former recipients", "Addresses of people outside the programme who no longer get packs", "the day they were taken off the list", RetentionUnit.Months, 6, 1, "Address removed; the role stays in the record of who got a pack", Minimal),
        new(RetentionKind.EvidenceVersions, "Earlier versions of evidence", "Files and links that a newer version replaced", "the day the newer version was added", RetentionUnit.Months, 24, 12, "File or link deleted; number, date and SHA-256 stay", Ours),
        new(RetentionKind.EvidenceFiles, "Evidence of what is closed", "Files and links attached to closed actions and recommendations", "the day it was closed, of all it is attached to", RetentionUnit.Months, 72, 24, "File or link deleted; what it showed, date and SHA-256 stay", SixYears),
        new(RetentionKind.SignInMeans, "Ways of signing in of people who left", "Password, passkeys, authenticator app, recovery codes and sessions", "the last day of their last part in any programme", RetentionUnit.Days, 30, 7, "Deleted; the account stays without them", Minimal),
        new(RetentionKind.Accounts, "Accounts of people who left", "The e-mail address and everything else that names the person", "the last day of their last part in any programme", RetentionUnit.Months, 12, 3, "Erased; what they did stays under their role title", Minimal),
    ];

    /// <summary>What no period ends, each with the reason.</summary>
    public static IReadOnlyList<(string What, string Why)> Kept { get; } =
    [
        ("The plan: recommendations, actions, dates, ratings, updates as posted, decisions", "It is the council’s record of what it was told to do and did. It names posts, not people; a copy goes to the archive with the programme (Code of Practice under section 46 of the Freedom of Information Act)."),
        ("Visits, findings and their corrections", "They are inspectors’ words, most of them published."),
        ("Issued and withdrawn packs, with their frozen facts, approvals, and who got and read them by role title", "What was put before the board is never taken back; each carries the seal of the history."),
        ("What evidence showed, its date and SHA-256", "A judgement rests on it. The file goes; that it was there stays."),
        ("The history, and the record of sign-ins", "Each entry seals the one before it, so none can be taken out. They name posts by role title and accounts by a number."),
        ("Holds, periods and the reports on this page", "They prove why something was kept, and why something is gone."),
    ];

    /// <summary>The rule of a kind.</summary>
    public static RetentionRule Of(RetentionKind kind) => All.First(r => r.Kind == kind);

    /// <summary>Longest period a programme may set.</summary>
    public int Most => Unit == RetentionUnit.Months ? MostMonths : MostDays;

    /// <summary>A period in words, such as “12 months”.</summary>
    public string Words(int period) => Time.Words.Count(period, Unit == RetentionUnit.Months ? "month" : "day");

    /// <summary>The first day on which something may go whose period began on <paramref name="from"/>.</summary>
    public DateOnly DueOn(DateOnly from, int period) => Unit == RetentionUnit.Months ? from.AddMonths(period) : from.AddDays(period);

    /// <summary>The last day on which a period may have begun that is over on <paramref name="today"/>: <see cref="DueOn"/> turned round, for questions to the database.</summary>
    public DateOnly Cutoff(DateOnly today, int period)
    {
        if (Unit == RetentionUnit.Days)
            return today.AddDays(-period);
        var cutoff = today.AddMonths(-period);
        // From 31 January one month ends on 28 February, and so it does from the 28th to the 30th.
        while (DueOn(cutoff.AddDays(1), period) <= today)
            cutoff = cutoff.AddDays(1);
        return cutoff;
    }
}
