using ImprovementBoard.Core.Readiness;

namespace ImprovementBoard.Web.Features.Readiness;

/// <summary>Where an item of the gate leads.</summary>
internal static class ReadinessLinks
{
    /// <summary>Address of what it is about.</summary>
    public static string Href(this ReadinessItem item, string slug) => item.Subject == ReadinessSubject.Action ? Urls.Action(slug, item.Ref) : Urls.Recommendation(slug, item.Ref);

    /// <summary>Address of the form that resolves it.</summary>
    public static string Resolve(this ReadinessItem item, string slug) => item.Remedy switch
    {
        ReadinessRemedy.PostUpdate => Urls.UpdateAction(slug, item.Ref),
        ReadinessRemedy.PlanRecovery => $"{item.Href(slug)}#recovery",
        ReadinessRemedy.AttachEvidence => Urls.AddEvidenceToAction(slug, item.Ref),
        ReadinessRemedy.DecideDates => $"{item.Href(slug)}#work",
        _ => $"{item.Href(slug)}#decide",
    };
}
