using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Core.Actions;

/// <summary>A dated account by the lead: what changed, what a child would notice, what is in the way. Never overwritten.</summary>
public sealed class ProgressUpdate : IProgrammeRow
{
    /// <summary>Longest answer to each question, in characters.</summary>
    public const int AnswerMaxLength = 2000;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The action it is about.</summary>
    public int ActionItemId { get; set; }

    /// <summary>The programme's date when it was posted.</summary>
    public DateOnly On { get; set; }

    /// <summary>The post that wrote it.</summary>
    public int ById { get; set; }

    /// <summary>True when the programme office posted it for the lead.</summary>
    public bool PostedByOffice { get; set; }

    /// <summary>What changed.</summary>
    public required string WhatChanged { get; set; }

    /// <summary>What a child would notice.</summary>
    public required string ChildWouldNotice { get; set; }

    /// <summary>What is in the way.</summary>
    public required string InTheWay { get; set; }

    /// <summary>When the lead expects to finish.</summary>
    public DateOnly Forecast { get; set; }

    /// <summary>How the lead rates delivery where it differs from the rule, else null.</summary>
    public DeliveryRating? LeadSays { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }
}
