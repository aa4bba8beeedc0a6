using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Core.Actions;

/// <summary>An update that somebody is still writing. Only its author sees it; it ends when the update is posted.</summary>
public sealed class UpdateDraft : IProgrammeRow
{
    /// <summary>
    /// Longest answer kept, in characters. Far above what may be posted (<see cref="ProgressUpdate.AnswerMaxLength"/>): a text that is too
    /// long to post must not be lost before it is shortened.
    /// </summary>
    public const int AnswerMaxLength = 50_000;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The action it is about.</summary>
    public int ActionItemId { get; set; }

    /// <summary>The post that writes it. One draft a post and action.</summary>
    public int MemberId { get; set; }

    /// <summary>What changed, as far as it is written.</summary>
    public string WhatChanged { get; set; } = "";

    /// <summary>What a child would notice, as far as it is written.</summary>
    public string ChildWouldNotice { get; set; } = "";

    /// <summary>What is in the way, as far as it is written.</summary>
    public string InTheWay { get; set; } = "";

    /// <summary>When it will finish, or null while no whole date is given.</summary>
    public DateOnly? Forecast { get; set; }

    /// <summary>How the lead rates delivery; null to leave it to the rule.</summary>
    public DeliveryRating? LeadSays { get; set; }

    /// <summary>True when work on it has begun.</summary>
    public bool Started { get; set; }

    /// <summary>Key of the post that will end it, see <see cref="ProgressUpdate.PostKey"/>.</summary>
    public Guid PostKey { get; set; }

    /// <summary>The version of the action it was started from.</summary>
    public Guid Seen { get; set; }

    /// <summary>The last history entry of the action when it was started; what came later its author has not read.</summary>
    public long SeenHistory { get; set; }

    /// <summary>When it was last saved, in UTC.</summary>
    public DateTimeOffset SavedAt { get; set; }

    /// <summary>True when it holds nothing but what an untouched form holds.</summary>
    public bool IsEmpty => WhatChanged.Length + ChildWouldNotice.Length + InTheWay.Length == 0;
}
