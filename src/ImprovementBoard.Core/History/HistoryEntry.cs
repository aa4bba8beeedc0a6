using System.Globalization;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Core.History;

/// <summary>One thing that happened, written in the same transaction as the change itself. Rows are only ever added: each is sealed and names the seal of the one before it (<see cref="HistorySeal"/>).</summary>
public sealed class HistoryEntry : IProgrammeRow, ISealed
{
    /// <summary>Key; it says nothing. Things happened in the order of <see cref="Sequence"/>.</summary>
    public long Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <inheritdoc/>
    public long Sequence { get; set; }

    /// <inheritdoc/>
    public string PreviousHash { get; set; } = "";

    /// <inheritdoc/>
    public string Hash { get; set; } = "";

    /// <inheritdoc/>
    public DateTimeOffset At { get; set; }

    /// <summary>The programme's date then: for a demonstration its pinned date.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who did it.</summary>
    public required string By { get; set; }

    /// <summary>The post that did it; null for the scheduler, a rule, and what a demonstration begins with.</summary>
    public int? MemberId { get; set; }

    /// <summary>What it is about.</summary>
    public Subject Subject { get; set; }

    /// <summary>Reference of the subject, such as "15.2".</summary>
    public required string SubjectRef { get; set; }

    /// <summary>What kind of thing happened.</summary>
    public HistoryKind Kind { get; set; }

    /// <summary>What happened, in one sentence: what stands now, what stood before where something changed, and why where a reason was given.</summary>
    public required string What { get; set; }

    /// <summary>The rating before, when a rating moved.</summary>
    public DeliveryRating? FromRating { get; set; }

    /// <summary>The rating after, when a rating moved.</summary>
    public DeliveryRating? ToRating { get; set; }

    /// <summary>The evidence it tells about: while that is confidential, so is the entry.</summary>
    public int? EvidenceId { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Field, string? Value)> Says() =>
    [
        ("programme", ProgrammeId.ToString(CultureInfo.InvariantCulture)),
        ("on", On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("by", By),
        ("member", MemberId?.ToString(CultureInfo.InvariantCulture)),
        ("subject", Subject.ToString()),
        ("ref", SubjectRef),
        ("kind", Kind.ToString()),
        ("what", What),
        ("from", FromRating?.ToString()),
        ("to", ToRating?.ToString()),
        ("evidence", EvidenceId?.ToString(CultureInfo.InvariantCulture)),
        ("illustrative", Illustrative ? "yes" : null),
    ];
}
