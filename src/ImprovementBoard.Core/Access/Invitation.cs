using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Access;

/// <summary>What an administrator fills in to invite somebody.</summary>
/// <param name="PostId">A post without an account that the person takes, or null for a new post.</param>
/// <param name="Title">Role title of a new post.</param>
/// <param name="Agency">Agency of a new post.</param>
/// <param name="Role">Role of a new post.</param>
/// <param name="LastDay">Last day of the part, or null; an external viewer needs one.</param>
public sealed record InvitationInput(string? Email, int? PostId, string? Title, string? Agency, Role? Role, DateOnly? LastDay);

/// <summary>How an invitation stands.</summary>
public enum InvitationState
{
    /// <summary>Its link works.</summary>
    Open,

    /// <summary>The person has joined.</summary>
    Accepted,

    /// <summary>An administrator took it back.</summary>
    Withdrawn,

    /// <summary>A newer one was sent to the same person.</summary>
    Replaced,

    /// <summary>Its days are over.</summary>
    Expired,
}

/// <summary>
/// A place in a programme offered to a mail address by a link that works once. Whoever has the link may take the place, so only the SHA-256 of
/// its secret is kept, and it ends after a week. Nobody joins in another way.
/// </summary>
public sealed class Invitation : IProgrammeRow, IEditable
{
    /// <summary>How long a link works, in days; and most invitations of a programme that are open at once.</summary>
    public const int Days = 7, MostOpen = 200;

    /// <summary>Who invites the first administrator of a programme, and another where none is left who can.</summary>
    public const string ByIt = "IT team";

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The address it went to.</summary>
    public required string Email { get; set; }

    /// <summary>The post the person takes; null for a new one until it is accepted.</summary>
    public int? MemberId { get; set; }

    /// <summary>Role title of the post.</summary>
    public required string Title { get; set; }

    /// <summary>The agency of the post.</summary>
    public required string Agency { get; set; }

    /// <summary>What the post may do.</summary>
    public Role Role { get; set; }

    /// <summary>Last day of the part, or null.</summary>
    public DateOnly? LastDay { get; set; }

    /// <summary>SHA-256 of the secret of its link, in hexadecimal digits.</summary>
    public string TokenHash { get; set; } = "";

    /// <summary>The programme's date when it was sent.</summary>
    public DateOnly InvitedOn { get; set; }

    /// <summary>Role title of who sent it.</summary>
    public required string InvitedBy { get; set; }

    /// <summary>The post of who sent it; null for the IT team. Titles are not told apart: two may have the same.</summary>
    public int? InvitedById { get; set; }

    /// <summary>True where the IT team sent it, from the server.</summary>
    public bool IsByIt => InvitedById is null && InvitedBy == ByIt;

    /// <summary>The instant from which its link no longer works, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The programme's date on which it was accepted, or null.</summary>
    public DateOnly? AcceptedOn { get; set; }

    /// <summary>The programme's date on which it was withdrawn or replaced, or null.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>Role title of who did that, or null.</summary>
    public string? EndedBy { get; set; }

    /// <summary>True where a newer one took its place.</summary>
    public bool Replaced { get; set; }

    /// <summary>Its mail, or null where that is gone.</summary>
    public MailItem? Mail { get; set; }

    /// <summary>Key of its mail.</summary>
    public int? MailId { get; set; }

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>An invitation that waits for its link.</summary>
    /// <param name="post">The post of <see cref="InvitationInput.PostId"/>, or null where there is none.</param>
    /// <exception cref="RuleException">The address is none, the post is held or over, something is missing for a new one, or the last day makes no sense.</exception>
    public static Invitation Of(InvitationInput input, Member? post, Actor by, DateOnly today, DateTimeOffset now)
    {
        var email = EmailAddress.Required(input.Email, nameof(Email));
        if (input.PostId is not null && (post is null || post.UserId is not null || !post.HoldsOn(today)))
            throw new RuleException("This post is not free. Choose one without an account, or a new post.", nameof(InvitationInput.PostId));
        if (post is null && input.Role is null)
            throw new RuleException("Choose what the person may do here.", nameof(Role));
        var role = post?.Role ?? input.Role!.Value;
        if (input.LastDay < today)
            throw new RuleException("The last day has passed. Choose today or a later day.", nameof(LastDay));
        if (role == Role.Viewer)
            Member.ExpectViewerEnd(input.LastDay, today, nameof(LastDay));
        return new()
        {
            ProgrammeId = by.ProgrammeId,
            Email = email,
            MemberId = post?.Id,
            Title = post?.Title ?? OneLine(Text.Required(input.Title, nameof(Title), "Write the role title, such as “Board member, police”. No names of people.", Member.TitleMaxLength)),
            Agency = post?.Agency ?? OneLine(Text.Required(input.Agency, nameof(Agency), "Write the agency, such as “Police”.", Member.TitleMaxLength)),
            Role = role,
            LastDay = input.LastDay ?? post?.To,
            InvitedOn = today,
            InvitedBy = by.Title,
            InvitedById = by.MemberId,
            ExpiresAt = now.AddDays(Days),
        };
    }

    /// <summary>An invitation of an administrator by the IT team, for a programme in which nobody else can invite.</summary>
    /// <exception cref="RuleException">The address is none.</exception>
    public static Invitation OfAdministrator(Programme programme, string? email, Actor it, DateTimeOffset now) =>
        Of(new(email, null, "Programme administrator", programme.Council, Role.Admin, null), null, it, programme.Today(now), now);

    /// <summary>How it stands at an instant. What a person did counts before the clock.</summary>
    public InvitationState StateAt(DateTimeOffset now) =>
        AcceptedOn is not null ? InvitationState.Accepted
        : Replaced ? InvitationState.Replaced
        : EndedOn is not null ? InvitationState.Withdrawn
        : now >= ExpiresAt ? InvitationState.Expired
        : InvitationState.Open;

    /// <summary>Why its link does not work, in one sentence; null where it does.</summary>
    public string? RefusalAt(DateTimeOffset now) => StateAt(now) switch
    {
        InvitationState.Open => null,
        InvitationState.Accepted => "This invitation was accepted already, and a link works once. Sign in as you chose then; if it was not you who accepted it, tell the administrator at once.",
        InvitationState.Replaced => "A newer invitation was sent to you, and this link ended then. Open the latest mail.",
        InvitationState.Withdrawn => "This invitation was withdrawn. Ask the administrator who sent it if you think you should have access.",
        _ => $"This link worked until {Words.At(ExpiresAt)}. Ask the administrator who sent it for a new one.",
    };

    /// <summary>An administrator takes it back, or sends a new one in its place.</summary>
    /// <exception cref="RuleException">It was accepted or ended already.</exception>
    public void End(Actor by, DateOnly today, bool replaced)
    {
        if (AcceptedOn is { } accepted)
            throw new RuleException($"{Title} accepted on {Words.Long(accepted)}. End their part instead.");
        if (EndedOn is { } ended)
            throw new RuleException($"This invitation was ended on {Words.Long(ended)} already. Read below what stands now.");
        (EndedOn, EndedBy, Replaced) = (today, by.Title, replaced);
        Mail?.TakeBack(replaced ? "It was sent anew before this mail went out." : "The invitation was withdrawn before it was sent.");
    }

    /// <summary>The person takes the place, with the account <paramref name="userId"/>. Answers the post, which is a new one where <paramref name="post"/> is null.</summary>
    /// <exception cref="RuleException">The link no longer works, the place is taken, or its last day has passed.</exception>
    public Member Accept(Guid userId, Member? post, DateOnly today, DateTimeOffset now)
    {
        if (RefusalAt(now) is { } refusal)
            throw new RuleException(refusal);
        if ((MemberId is not null && (post is null || post.UserId is not null || !post.HoldsOn(today))) || LastDay < today)
            throw new RuleException("The place you were invited to is no longer free. Ask the administrator who invited you for a new invitation.");
        AcceptedOn = today;
        post ??= new() { ProgrammeId = ProgrammeId, Title = Title, Agency = Agency, Role = Role, From = today };
        (post.UserId, post.To) = (userId, LastDay);
        return post;
    }

    /// <summary>Removes the address and the link. Who took the place, as which role and when stays.</summary>
    public void Forget() => (Email, TokenHash) = ("", $"gone-{Id}");

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
