using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Data;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>That somebody read a pack, and which post it was.</summary>
internal sealed class PackReading
{
    /// <summary>The pack.</summary>
    public int PackId { get; init; }

    /// <summary>The post; null for a recipient outside, and where only a title was kept that several have.</summary>
    public int? MemberId { get; init; }

    /// <summary>Its role title.</summary>
    public required string By { get; init; }

    /// <summary>The form.</summary>
    public PackForm Form { get; init; }

    /// <summary>The programme's date.</summary>
    public DateOnly On { get; init; }

    /// <summary>The instant, in UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The readings, with their posts.</summary>
    public static IQueryable<PackReading> Of(BoardDbContext db, IQueryable<PackDownload> downloads) => downloads.Select(d => new PackReading
    {
        PackId = d.PackId,
        By = d.By,
        Form = d.Form,
        On = d.On,
        At = d.At,
        MemberId = d.MemberId
            ?? (db.Members.Count(m => m.Title == d.By) == 1 && !db.PackDeliveries.Any(s => s.PackId == d.PackId && s.MemberId == null && s.Title == d.By)
                ? db.Members.Where(m => m.Title == d.By).Max(m => (int?)m.Id)
                : null),
    });
}
