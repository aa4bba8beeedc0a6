using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Actions;

/// <summary>One action waits for another of the programme. It warns when the other is late; it never changes a rating.</summary>
public sealed class Dependency : IProgrammeRow
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The action that waits.</summary>
    public int ActionItemId { get; set; }

    /// <summary>The action it waits for.</summary>
    public int WaitsForId { get; set; }

    /// <summary>The day it was set.</summary>
    public DateOnly From { get; set; }

    /// <summary>Role title of who set it.</summary>
    public required string By { get; set; }

    /// <summary>The day it was taken away, or null while it holds.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Role title of who took it away, or null.</summary>
    public string? EndedBy { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <summary>Lets <paramref name="action"/> wait for <paramref name="other"/>.</summary>
    /// <param name="inForce">Every dependency of the programme that holds.</param>
    /// <param name="refOf">Reference of an action by its key.</param>
    /// <exception cref="RuleException">It is there already, or the actions would wait for each other in a circle, which is named.</exception>
    public static Dependency Between(ActionItem action, ActionItem other, IReadOnlyCollection<Dependency> inForce, Func<int, string> refOf, Actor by, DateOnly today)
    {
        if (action.Id == other.Id)
            throw new RuleException("An action cannot wait for itself. Give the reference of another action.", nameof(WaitsForId));
        if (inForce.Any(d => d.ActionItemId == action.Id && d.WaitsForId == other.Id))
            throw new RuleException($"Action {action.Ref} waits for {other.Ref} already.", nameof(WaitsForId));
        if (Path(other.Id, action.Id, inForce) is { } back)
            throw new RuleException(
                $"Action {action.Ref} cannot wait for {other.Ref}: they would wait for each other in a circle ({string.Join(" → ", back.Prepend(action.Id).Select(refOf))}). Take away one of the others first.",
                nameof(WaitsForId));
        return new() { ProgrammeId = action.ProgrammeId, ActionItemId = action.Id, WaitsForId = other.Id, From = today, By = by.Title };
    }

    /// <summary>Why the action it waits for is a worry, in words, or null when it is not.</summary>
    /// <param name="reference">Reference of the action waited for, which is not delivered.</param>
    /// <param name="neededBy">The day it is needed: the agreed start of the action that waits, or once that has started its due date.</param>
    /// <param name="beforeStart">True when <paramref name="neededBy"/> is a start.</param>
    public static string? Warning(string reference, DateOnly due, DateOnly forecast, DateOnly neededBy, bool beforeStart, DateOnly today)
    {
        if (due < today)
            return $"Waits for {reference}, whose due date passed {Words.Count(today.DayNumber - due.DayNumber, "day")} ago";
        return forecast > neededBy
            ? $"Waits for {reference}, forecast {Days(neededBy, forecast)} after this {(beforeStart ? "should start" : "is due")}"
            : null;
    }

    // A weekend may lie between; then there is no working day to count.
    private static string Days(DateOnly from, DateOnly to) => WorkingDays.Between(from, to) is > 0 and var days
        ? Words.Count(days, "working day")
        : Words.Count(to.DayNumber - from.DayNumber, "day");

    // The way from one action to another along what they wait for, or null. Breadth first, so that the circle named is the shortest.
    private static List<int>? Path(int from, int to, IReadOnlyCollection<Dependency> inForce)
    {
        var next = inForce.ToLookup(d => d.ActionItemId, d => d.WaitsForId);
        var cameFrom = new Dictionary<int, int> { [from] = from };
        var queue = new Queue<int>([from]);
        while (queue.TryDequeue(out var at))
        {
            if (at == to)
            {
                List<int> path = [at];
                while (at != from)
                    path.Insert(0, at = cameFrom[at]);
                return path;
            }
            foreach (var other in next[at].Where(o => cameFrom.TryAdd(o, at)))
                queue.Enqueue(other);
        }
        return null;
    }
}
