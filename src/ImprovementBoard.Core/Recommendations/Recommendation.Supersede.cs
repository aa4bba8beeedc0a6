using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;

namespace ImprovementBoard.Core.Recommendations;

// A later inspection may ask for the same in other words; the older recommendation is then replaced, and can be taken up again.
public sealed partial class Recommendation
{
    /// <summary>The times during which it counted as replaced, oldest first.</summary>
    public List<Supersession> Supersessions { get; set; } = [];

    /// <summary>What replaces it at the end of <paramref name="day"/>, or null.</summary>
    public Supersession? SupersededOn(DateOnly day) => Supersessions.FindLast(s => s.HoldsOn(day));

    /// <summary>Says that another recommendation takes its place. Actions must be loaded.</summary>
    /// <param name="other">The one that does, or null when it is not in this plan.</param>
    /// <exception cref="RuleException">It is replaced already, the other is itself or is replaced too, no reason is given, or the person owns it.</exception>
    public Supersession Supersede(Actor by, Recommendation? other, string? reason, DateOnly today)
    {
        ExpectNotOwner(by);
        if (SupersededOn(today) is not null)
            throw new RuleException($"Recommendation {Ref} is replaced already.");
        if (other?.Ref == Ref)
            throw new RuleException("A recommendation cannot replace itself. Choose another, or leave it empty.", nameof(Supersession.ReplacedBy));
        if (other?.SupersededOn(today) is not null)
            throw new RuleException($"Recommendation {other.Ref} is replaced itself. Choose the one that stands now.", nameof(Supersession.ReplacedBy));
        var supersession = new Supersession
        {
            On = today,
            By = by.Title,
            Reason = Core.Text.Required(reason, "SupersedeReason", "Write why it is replaced, and what becomes of its actions.", ActionItem.ReasonMaxLength),
            ReplacedBy = other?.Ref,
        };
        Supersessions.Add(supersession);
        Stand(today);
        return supersession;
    }

    /// <summary>Takes it up again: it stands where its actions and assurances put it. Actions must be loaded.</summary>
    /// <exception cref="RuleException">It is not replaced, no reason is given, or the person owns it.</exception>
    public Supersession TakeUpAgain(Actor by, string? reason, DateOnly today)
    {
        ExpectNotOwner(by);
        var supersession = SupersededOn(today) ?? throw new RuleException($"Recommendation {Ref} is not replaced, so there is nothing to take up again.");
        var why = Core.Text.Required(reason, "TakeUpReason", "Write why it is taken up again.", ActionItem.ReasonMaxLength);
        (supersession.EndedOn, supersession.EndedBy, supersession.EndReason) = (today, by.Title, why);
        Stand(today);
        return supersession;
    }
}
