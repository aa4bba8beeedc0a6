using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Core.Access;

/// <summary>Who is acting, in which programme, with what right. Comes from the server's own membership rows, never from the page.</summary>
/// <param name="ProgrammeId">The programme acted in.</param>
/// <param name="MemberId">The post acting, or null for the program itself.</param>
/// <param name="Title">Role title for the history.</param>
/// <param name="Role">What the post may do; null for the program itself, which may do all that a job needs.</param>
public sealed record Actor(int ProgrammeId, int? MemberId, string Title, Role? Role)
{
    /// <summary>The scheduler acting in a programme.</summary>
    public static Actor Scheduler(int programmeId) => new(programmeId, null, "Scheduler", null);

    /// <summary>The council’s groups acting in a programme, when somebody signs in.</summary>
    public static Actor SingleSignOn(int programmeId) => new(programmeId, null, "Single sign-on", null);

    /// <summary>Whoever runs the server acting in a programme.</summary>
    public static Actor ItTeam(int programmeId) => new(programmeId, null, Invitation.ByIt, null);

    /// <summary>True when the actor looks at a past date, where nothing can be changed.</summary>
    public bool LooksBack { get; init; }

    /// <summary>Told of every refusal, with what was tried, to be read after “tried to”; null where nobody keeps a record of it. It must not wait for the change that is refused.</summary>
    public Action<Actor, string>? OnRefused { get; init; }

    /// <summary>True when the actor may.</summary>
    public bool May(Permission permission) => (!LooksBack || permission.IsReading()) && (Role is not { } role || role.May(permission));

    /// <summary>True when the actor may post an update on <paramref name="action"/>: its lead, or the programme office.</summary>
    public bool MayPostUpdate(ActionItem action) => MayPostUpdate(action.LeadId);

    /// <summary>The same, for an action led by the post <paramref name="leadId"/>.</summary>
    public bool MayPostUpdate(int leadId) =>
        May(Permission.PostAnyUpdate) || (May(Permission.PostOwnUpdate) && leadId == MemberId);

    /// <summary>True when the actor may review <paramref name="action"/>: a reviewer who neither leads it nor marked it as delivered.</summary>
    public bool MayReview(ActionItem action) =>
        May(Permission.ReviewActions) && MemberId != action.LeadId && (MemberId is null || MemberId != action.DeliveredById);

    /// <summary>True when the actor may answer <paramref name="finding"/>: the office, or a lead who owns a recommendation it bears on (which must be loaded).</summary>
    public bool MayAnswer(Finding finding) =>
        May(Permission.RecordFindings) || (May(Permission.PostOwnUpdate) && finding.Recommendations.Exists(r => r.OwnerId == MemberId));

    /// <summary>True when the actor may decide whether <paramref name="recommendation"/> is met: a reviewer who does not own it.</summary>
    public bool MayAssure(Recommendation recommendation) => May(Permission.ReviewActions) && MemberId != recommendation.OwnerId;

    /// <summary>True when the actor may judge the impact of <paramref name="recommendation"/>: never its owner.</summary>
    public bool MayJudgeImpact(Recommendation recommendation) => May(Permission.JudgeImpact) && MemberId != recommendation.OwnerId;

    /// <summary>True when the actor may attach evidence to what the post <paramref name="ownerId"/> leads or owns, or withdraw it there.</summary>
    public bool MayAddEvidence(int ownerId) =>
        May(Permission.AddAnyEvidence) || (May(Permission.AddOwnEvidence) && ownerId == MemberId);

    /// <summary>True when the actor may decide on new dates of an action: a reviewer who neither leads it nor proposed them.</summary>
    public bool MayDecide(int leadId, DateProposal proposal) =>
        May(Permission.ReviewActions) && MemberId != leadId && (MemberId is null || MemberId != proposal.ProposedById);

    /// <summary>Checks a permission.</summary>
    /// <exception cref="ForbiddenException">The actor may not.</exception>
    public void Require(Permission permission) => Require(May(permission), PermissionMatrix.Of(permission).Name);

    /// <summary>Checks a rule about one item.</summary>
    /// <param name="may">What the rule says.</param>
    /// <param name="what">What was tried, to be read after “tried to”.</param>
    /// <exception cref="ForbiddenException">The actor may not.</exception>
    public void Require(bool may, string what)
    {
        if (may)
            return;
        OnRefused?.Invoke(this, what);
        throw new ForbiddenException();
    }
}

/// <summary>The actor may not do this. Pages answer it as "not found" or with the sentence in the message.</summary>
public sealed class ForbiddenException() : Exception("Your role does not allow this. Ask the programme office if you think it should.");
