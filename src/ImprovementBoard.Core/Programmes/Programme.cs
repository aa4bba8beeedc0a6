using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Programmes;

/// <summary>Where an improvement programme has got to.</summary>
public enum ProgrammeStage
{
    /// <summary>The report is published; there is no plan yet.</summary>
    Inspected,

    /// <summary>The plan is being written.</summary>
    Planning,

    /// <summary>The plan is being carried out.</summary>
    Delivering,

    /// <summary>The council says it is ready to be inspected again.</summary>
    ReinspectionReady,

    /// <summary>Re-inspected; twelve months of support and supervision follow.</summary>
    SupportAndSupervision,

    /// <summary>Ended.</summary>
    Closed,
}

/// <summary>What kind of inspection a programme answers.</summary>
public enum ProgrammeKind
{
    /// <summary>Children's services (ILACS, and SIF before it).</summary>
    Ilacs,

    /// <summary>Special educational needs and disabilities in an area.</summary>
    AreaSend,

    /// <summary>Joint targeted area inspection.</summary>
    Jtai,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>One council's improvement programme: the portal's tenant.</summary>
public sealed class Programme : IEditable
{
    /// <summary>Longest name, and longest name in addresses, in characters.</summary>
    public const int NameMaxLength = 120, SlugMaxLength = 60;

    /// <summary>Shortest and longest life of a secure link, in days.</summary>
    public const int LeastLinkDays = 1, MostLinkDays = 90;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>Name in addresses: lower-case letters, digits and hyphens.</summary>
    public required string Slug { get; set; }

    /// <summary>Name on screen and packs.</summary>
    public required string Name { get; set; }

    /// <summary>The local authority.</summary>
    public required string Council { get; set; }

    /// <summary>Three-digit local authority code.</summary>
    public required string CouncilCode { get; set; }

    /// <summary>What kind of inspection it answers.</summary>
    public ProgrammeKind Kind { get; set; }

    /// <summary>Where it has got to.</summary>
    public ProgrammeStage Stage { get; set; }

    /// <summary>The day the programme began, usually the day the report was published.</summary>
    public DateOnly StartedOn { get; set; }

    /// <summary>
    /// A demonstration stands still at this date; null for a live programme, which uses the clock.
    /// See docs/decisions/0002-pinned-demonstration-date.md.
    /// </summary>
    public DateOnly? DemonstrationToday { get; set; }

    /// <summary>Days in one update cycle: a lead owes an update at least this often. 7 to 91.</summary>
    public int UpdateCycleDays { get; set; } = 28;

    /// <summary>How long the secure link to an issued pack works, in days.</summary>
    public int LinkDays { get; set; } = 14;

    /// <summary>
    /// The roles, by name, that must sign in with more than a password; null for the default: office, administrator and commissioner, and
    /// nobody in a demonstration.
    /// </summary>
    public List<string>? SecondFactorRoles { get; private set; }

    /// <summary>The documents behind the real facts of a demonstration, one sentence each.</summary>
    public List<string> Sources { get; set; } = [];

    /// <summary>The date for which all ratings were last worked out, or null before the first time.</summary>
    public DateOnly? RatedOn { get; set; }

    /// <summary>The date for which all flags were last worked out, or null before the first time.</summary>
    public DateOnly? FlaggedOn { get; set; }

    /// <summary>
    /// The instant its database was put back from a copy, in UTC, until an administrator has said what becomes of the mails in that copy; else null.
    /// Until then no mail goes out, and the calendar and the schedules stand still.
    /// </summary>
    public DateTimeOffset? RestoredAt { get; private set; }

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>A new programme, empty.</summary>
    /// <exception cref="RuleException">Something is missing, too long, or not in its form.</exception>
    public static Programme Of(string? slug, string? name, string? council, string? code, DateOnly startedOn) => new()
    {
        Slug = slug is { Length: > 0 and <= SlugMaxLength } && slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? slug
            : throw new RuleException($"The name in addresses has lower-case letters, digits and hyphens, at most {SlugMaxLength}, such as “kirklees”.", nameof(Slug)),
        Name = Text.Required(name, nameof(Name), "Give the programme a name, such as “Kirklees children’s services”.", NameMaxLength),
        Council = Text.Required(council, nameof(Council), "Name the council.", NameMaxLength),
        CouncilCode = code is { Length: 3 } && code.All(char.IsAsciiDigit) ? code : throw new RuleException("The local authority code has three digits, such as 382.", nameof(CouncilCode)),
        Stage = ProgrammeStage.Inspected,
        StartedOn = startedOn,
        RatedOn = startedOn,
    };

    /// <summary>True for a demonstration.</summary>
    public bool IsDemonstration => DemonstrationToday is not null;

    /// <summary>The programme's "today": its pinned date, or the London date of <paramref name="now"/>.</summary>
    public DateOnly Today(DateTimeOffset now) => DemonstrationToday ?? LondonTime.DateOf(now);

    /// <summary>Holds mails and packs, because what the copy says is still to be done may have been done since.</summary>
    public void Restore(DateTimeOffset now) => RestoredAt = now;

    /// <summary>Lets mails and packs go on.</summary>
    /// <returns>The instant it was restored, in UTC.</returns>
    /// <exception cref="RuleException">Nothing is held.</exception>
    public DateTimeOffset Release()
    {
        var since = RestoredAt ?? throw new RuleException("Nothing is held any more: somebody else has released it. Load the page again.");
        RestoredAt = null;
        return since;
    }

    /// <summary>True where the role must sign in with more than a password.</summary>
    public bool NeedsSecondFactor(Role role) =>
        SecondFactorRoles is { } named ? named.Contains(role.ToString(), StringComparer.Ordinal) : !IsDemonstration && role is (Role.Office or Role.Admin or Role.Commissioner);

    /// <summary>Says which roles must sign in with more than a password, from now on.</summary>
    public void RequireSecondFactor(IEnumerable<Role> roles) => SecondFactorRoles = [.. roles.Distinct().Order().Select(r => r.ToString())];

    /// <summary>Changes how long links to packs work that are sent from now on.</summary>
    /// <exception cref="RuleException">It is outside the limits, or no number.</exception>
    public void ChangeLinkDays(int? days) => LinkDays = days is >= LeastLinkDays and <= MostLinkDays ? days.Value
        : throw new RuleException($"Give a number of days from {LeastLinkDays} to {MostLinkDays}.", nameof(LinkDays));
}
