using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Packs;

/// <summary>The forms in which a pack is read.</summary>
public enum PackForm
{
    /// <summary>The PDF.</summary>
    Pdf,

    /// <summary>The page.</summary>
    Page,

    /// <summary>The tables as a workbook.</summary>
    Workbook,
}

/// <summary>That somebody opened or downloaded a pack.</summary>
public sealed class PackDownload : IProgrammeRow
{
    /// <summary>Key, in the order they happened.</summary>
    public long Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The pack.</summary>
    public int PackId { get; set; }

    /// <summary>The form.</summary>
    public PackForm Form { get; set; }

    /// <summary>The instant, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The programme's date then.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who read it.</summary>
    public required string By { get; set; }

    /// <summary>The post that read it; null for a recipient outside, and for all before the post was kept.</summary>
    public int? MemberId { get; set; }
}
