using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Core.Recommendations;

/// <summary>Something an inspection report says must change.</summary>
public sealed partial class Recommendation : IProgrammeRow, IEditable
{
    /// <summary>Longest short title, in characters, so that a plan fits one line a recommendation.</summary>
    public const int ShortTitleMaxLength = 44;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>Number in the report, such as "15" or "L3". Unique in the programme.</summary>
    public required string Ref { get; set; }

    /// <summary>Order in the report, the council's first.</summary>
    public int Order { get; set; }

    /// <summary>The body it is addressed to.</summary>
    public int BodyId { get; set; }

    /// <summary>A few words for lists.</summary>
    public required string ShortTitle { get; set; }

    /// <summary>What it asks for, in our words.</summary>
    public required string Text { get; set; }

    /// <summary>Its theme.</summary>
    public Theme Theme { get; set; }

    /// <summary>Where it has got to, see <see cref="StatusOn"/>.</summary>
    public RecommendationStatus Status { get; private set; }

    /// <summary>Why it stands there, in words.</summary>
    public string StatusReason { get; private set; } = "";

    /// <summary>The post that owns it.</summary>
    public int OwnerId { get; set; }

    /// <summary>Every change of the owner, oldest first.</summary>
    public List<HandOver> OwnerChanges { get; set; } = [];

    /// <summary>Document, page and paragraph it stands in.</summary>
    public required string Source { get; set; }

    /// <summary>Reference, title and text in lower case, for search.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>Its rating, rolled up from its actions by <see cref="RollUp"/>.</summary>
    public DeliveryRating Delivery { get; private set; }

    /// <summary>Why, in words.</summary>
    public string DeliveryReason { get; private set; } = "";

    /// <summary>Its rating at the last month-ends, see <see cref="RatingStrip"/>.</summary>
    public string Strip { get; private set; } = "";

    /// <summary>The actions that answer it.</summary>
    public List<ActionItem> Actions { get; set; } = [];

    /// <summary>What inspectors said about it.</summary>
    public List<Finding> Findings { get; set; } = [];

    /// <inheritdoc/>
    public Guid Version { get; set; }

    /// <summary>The post that owned it at the end of <paramref name="day"/>.</summary>
    public int OwnerOn(DateOnly day) => HandOver.HolderOn(OwnerChanges, OwnerId, day);

    /// <summary>Passes the recommendation on.</summary>
    /// <exception cref="RuleException">Somebody else owns it than <paramref name="change"/> says.</exception>
    public void PassOn(HandOver change)
    {
        if (OwnerId != change.FromId)
            throw new RuleException($"Somebody else owns recommendation {Ref} by now. Load the page again and choose what is left.");
        OwnerChanges.Add(change);
        OwnerId = change.ToId;
    }

    /// <summary>Works out rating, reason, strip, state and impact as at <paramref name="today"/>. Its actions must be loaded and rated.</summary>
    public void Rate(DateOnly today)
    {
        (Delivery, DeliveryReason) = RollUp.Of(Actions.ConvertAll(a => new RatedAction(a.Ref, a.Delivery)));
        Strip = RatingStrip.RollUp(Actions.ConvertAll(a => a.Strip));
        Stand(today);
        // Of what is loaded: most callers load no judgements, and then the one in force stays.
        if (Judgements.Count > 0)
            Impact = JudgementOn(today)?.Level;
        SearchText = $"{Ref} {ShortTitle} {Text}".ToLowerInvariant();
    }
}
