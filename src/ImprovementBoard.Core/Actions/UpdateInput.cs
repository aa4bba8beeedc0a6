using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Actions;

/// <summary>What a lead fills in.</summary>
public sealed record UpdateInput
{
    /// <summary>What changed since last time.</summary>
    public string WhatChanged { get; init; } = "";

    /// <summary>What a child would notice.</summary>
    public string ChildWouldNotice { get; init; } = "";

    /// <summary>What is in the way.</summary>
    public string InTheWay { get; init; } = "";

    /// <summary>When it will finish.</summary>
    public DateOnly? Forecast { get; init; }

    /// <summary>How the lead rates delivery: off track, at risk or on track; null to leave it to the rule.</summary>
    public DeliveryRating? LeadSays { get; init; }

    /// <summary>True when work on it has begun.</summary>
    public bool Started { get; init; }

    /// <summary>See <see cref="ProgressUpdate.PostKey"/>.</summary>
    public Guid? PostKey { get; init; }

    /// <summary>Every fault, with the field it belongs to. Empty when all is well.</summary>
    /// <param name="start">The day work started, or its first agreed start: work that has not begun does not end before it.</param>
    public IReadOnlyList<RuleException> Faults(DateOnly today, DateOnly? start = null)
    {
        var faults = new List<RuleException>();
        Answer(WhatChanged, nameof(WhatChanged), "Write what changed, or “no change”.");
        Answer(ChildWouldNotice, nameof(ChildWouldNotice), "Write what a child would notice, or “nothing yet”.");
        Answer(InTheWay, nameof(InTheWay), "Write what is in the way, or “nothing”.");
        if (Forecast is not { } forecast || forecast < ActionItem.EarliestDate || forecast > ActionItem.LatestDate)
            faults.Add(new RuleException("Give the date you expect to finish, between 2000 and 2099.", nameof(Forecast)));
        else if (forecast < today)
            faults.Add(new RuleException("This date has passed. Give the date you now expect to finish.", nameof(Forecast)));
        else if (!Started && forecast < start)
            faults.Add(new RuleException($"The action is agreed to start on {Words.Long(start.Value)}. Give a date after that, or say that work has started.", nameof(Forecast)));
        if (LeadSays is not (null or DeliveryRating.OffTrack or DeliveryRating.AtRisk or DeliveryRating.OnTrack))
            faults.Add(new RuleException("Choose off track, at risk or on track, or leave it to the rule.", nameof(LeadSays)));
        return faults;

        void Answer(string? text, string field, string missing)
        {
            if (Text.Fault(text, field, missing, ProgressUpdate.AnswerMaxLength) is { } fault)
                faults.Add(fault);
        }
    }

    /// <exception cref="RuleException">The first fault.</exception>
    internal void Check(DateOnly today, DateOnly start)
    {
        if (Faults(today, start) is [var first, ..])
            throw first;
    }
}
