using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Mail;

namespace ImprovementBoard.Web.Features.People;

/// <summary>Nobody has to agree before somebody becomes commissioner, administrator or external viewer, or a hold is lifted; others are told in the same transaction, so that they can object.</summary>
internal static class SecondPerson
{
    /// <summary>True for a role whose giving is told.</summary>
    public static bool IsTold(this Role role) => role is Role.Commissioner or Role.Admin or Role.Viewer;

    /// <summary>Queues a mail to the commissioner and to every administrator but one, as they stood before.</summary>
    /// <param name="but">The post that did it, or got it from a group of the council.</param>
    /// <param name="key">What was done, so that it is told once.</param>
    /// <param name="what">The same in words, by role titles: a sentence without its full stop.</param>
    /// <param name="kind">What its entry of the history is.</param>
    public static Task TellSecondPersonAsync(this BoardDbContext db, Programme programme, Actor by, int? but, string key, string what, HistoryKind kind, DateOnly today, DateTimeOffset now, CancellationToken ct) => db.PostToAsync(
        m => m.Id != but && m.Role is Role.Commissioner or Role.Admin,
        $"second/{key}", "second", Letters.DoneAlone(programme, what, by.Title, today), Urls.History(programme.Slug, ("kind", $"{kind}")), today, now, ct);
}
