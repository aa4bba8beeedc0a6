using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>One line of a list of actions.</summary>
/// <param name="PastDue">True when the due date has passed and it is not delivered.</param>
/// <param name="ProposedDue">The due date of an open proposal, or null.</param>
public sealed record ActionRow(
    string Ref,
    string Title,
    string Lead,
    int LeadId,
    DeliveryRating Delivery,
    string Reason,
    DeliveryRating RuleSays,
    DeliveryRating? LeadSays,
    DeliveryRating? ReviewerSays,
    string Strip,
    DateOnly BaselineDue,
    DateOnly Due,
    DateOnly? LastUpdateOn,
    DateOnly? UpdateDueBy,
    bool PastDue,
    bool Illustrative,
    int TimesMoved,
    DateOnly? ProposedDue)
{
    /// <summary>What it waits for that is late, in words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>A page of a list, with how many there are in all.</summary>
public sealed record PageOf<T>(IReadOnlyList<T> Rows, int Found, int All, int Page, int Pages);

/// <summary>One action with everything a reader needs.</summary>
/// <param name="LeadLeftOn">The last day of its lead, where that has passed.</param>
public sealed record ActionView(
    ActionItem Item,
    string Lead,
    DateOnly? LeadLeftOn,
    IReadOnlyList<(string Ref, string Title)> Recommendations,
    IReadOnlyList<UpdateView> Updates,
    IReadOnlyList<HistoryEntry> History);

/// <summary>One update with its author's title.</summary>
public sealed record UpdateView(ProgressUpdate Update, string By);

/// <summary>A post that leads actions or answers for them, for filters.</summary>
public sealed record LeadChoice(int Id, string Title, bool Leads = true, bool Owns = false);

/// <summary>How a list of actions is filtered, sorted and paged; it is the query of the address.</summary>
public sealed record ActionFilter(string? Search, DeliveryRating? Delivery, int? LeadId, Theme? Theme, bool LateOnly, string? Sort, int Page, bool DiffersOnly = false)
{
    /// <summary>The senior responsible owner, or null for any.</summary>
    public int? SroId { get; init; }

    /// <summary>True to see only those whose new dates wait for a decision.</summary>
    public bool ProposedOnly { get; init; }

    /// <summary>Rows on a page.</summary>
    public const int PageSize = 100;
}
