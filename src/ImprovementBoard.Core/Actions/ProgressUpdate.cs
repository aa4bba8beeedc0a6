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

    /// <summary>
    /// Key the form chose when it was opened, or null for updates that came otherwise. A post that is sent again because its answer got
    /// lost carries the same key, and is not a second update.
    /// </summary>
    public Guid? PostKey { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <summary>The day a reviewer accepted or returned it, or null while nobody has.</summary>
    public DateOnly? ReviewedOn { get; private set; }

    /// <summary>Role title of the reviewer, or null.</summary>
    public string? ReviewedBy { get; private set; }

    /// <summary>True when the reviewer returned it: it then counts as if it had not been posted.</summary>
    public bool Returned { get; private set; }

    /// <summary>The rating the reviewer agreed in place of the rule's, or null.</summary>
    public DeliveryRating? Agreed { get; private set; }

    /// <summary>Why it was returned, why another rating was agreed, or what else the reviewer wrote.</summary>
    public string? ReviewNote { get; private set; }

    /// <summary>True when it stood returned at the end of <paramref name="day"/>.</summary>
    public bool ReturnedBy(DateOnly day) => Returned && ReviewedOn <= day;

    /// <summary>The rating a reviewer agreed, as it stood on <paramref name="day"/>. It holds for one update cycle: then the next update is owed.</summary>
    public AgreedRating? AgreedOn(DateOnly day, int cycleDays) =>
        Agreed is { } rating && ReviewedOn <= day && day <= On.AddDays(cycleDays) ? new(rating, ReviewedBy!, ReviewNote!) : null;

    /// <summary>It as it was known at the end of <paramref name="day"/>: without a review that came later.</summary>
    public ProgressUpdate AsAt(DateOnly day)
    {
        if (ReviewedOn is null || ReviewedOn <= day)
            return this;
        var past = (ProgressUpdate)MemberwiseClone();
        (past.ReviewedOn, past.ReviewedBy, past.Returned, past.Agreed, past.ReviewNote) = (null, null, false, null, null);
        return past;
    }

    /// <summary>A reviewer accepts it, and may agree a rating other than the rule's with a reason. <see cref="ActionItem.AcceptUpdate"/> says who may.</summary>
    /// <exception cref="RuleException">Another rating is agreed without a reason.</exception>
    public void Accept(string by, DeliveryRating? agreed, string? reason, DateOnly today)
    {
        if (agreed is not (null or DeliveryRating.OffTrack or DeliveryRating.AtRisk or DeliveryRating.OnTrack))
            throw new RuleException("Choose off track, at risk or on track, or leave it to the rule.", nameof(Agreed));
        ReviewNote = agreed is null && Text.Clean(reason) is "" ? null : Text.Required(reason, nameof(ReviewNote), "Write why this rating is agreed in place of the rule’s.", ActionItem.ReasonMaxLength);
        (ReviewedOn, ReviewedBy, Returned, Agreed) = (today, by, false, agreed);
    }

    /// <summary>A reviewer returns it with a reason. <see cref="ActionItem.ReturnUpdate"/> says who may.</summary>
    /// <exception cref="RuleException">The reason is missing.</exception>
    public void Return(string by, string? reason, DateOnly today)
    {
        ReviewNote = Text.Required(reason, nameof(ReviewNote), "Write what is missing, so that the lead can put it right.", ActionItem.ReasonMaxLength);
        (ReviewedOn, ReviewedBy, Returned, Agreed) = (today, by, true, null);
    }
}
