using ImprovementBoard.Core.Actions;

namespace ImprovementBoard.Core.Forecasts;

/// <summary>A spell in which work on an action went on.</summary>
/// <param name="From">The day it started or was taken up again.</param>
/// <param name="Until">The day it was delivered, or null.</param>
public sealed record WorkSpell(DateOnly From, DateOnly? Until)
{
    /// <summary>All spells of one action: from the start, and again from every delivery that did not stand. None before it started.</summary>
    /// <param name="startedOn">The day work started, or null.</param>
    /// <param name="deliveredOn">The day of the delivery that stands, or null.</param>
    /// <param name="earlier">Deliveries that did not stand, oldest first.</param>
    public static IReadOnlyList<WorkSpell> Of(DateOnly? startedOn, DateOnly? deliveredOn, IEnumerable<DeliveryRound> earlier)
    {
        List<WorkSpell> spells = [];
        if (startedOn is not { } from)
            return spells;
        foreach (var round in earlier)
        {
            spells.Add(new(from, round.DeliveredOn ?? round.SignedOffOn ?? round.EndedOn));
            from = round.EndedOn;
        }
        return [.. spells, new(from, deliveredOn)];
    }
}

/// <summary>
/// How many of the updates that fell due were posted in time and not returned. While work goes on, an update falls due a cycle after the
/// start or after the latest one; who stays silent misses one in every further cycle, and a late update puts right what was missed without
/// counting as in time.
/// </summary>
/// <param name="InTime">Posted by the day they fell due, and not returned.</param>
/// <param name="FellDue">All that fell due.</param>
public sealed record UpdatesOnTime(int InTime, int FellDue)
{
    /// <summary>None fell due.</summary>
    public static readonly UpdatesOnTime None = new(0, 0);

    /// <summary>The rule in words.</summary>
    /// <param name="cycleDays">Days in one update cycle.</param>
    public static string Rule(int cycleDays) =>
        $"While work goes on, an update falls due {cycleDays} days after the latest one. It is in time when it was posted by that day and not returned by a reviewer. Who stays silent misses another one every {cycleDays} days. "
        + $"Counted are those that fell due in the last {PlanForecast.LongestWindowDays / 7} weeks.";

    /// <summary>Both counts together.</summary>
    public static UpdatesOnTime operator +(UpdatesOnTime a, UpdatesOnTime b) => new(a.InTime + b.InTime, a.FellDue + b.FellDue);

    /// <summary>Counts one action.</summary>
    /// <param name="work">When work went on.</param>
    /// <param name="updates">The days of updates that were not returned: the latest before the window and all in it.</param>
    /// <param name="cycleDays">Days in one update cycle, 1 or more.</param>
    /// <param name="from">The first day of the window.</param>
    /// <param name="today">The day looked at. What falls due today can still be posted in time.</param>
    public static UpdatesOnTime Of(IEnumerable<WorkSpell> work, IReadOnlyCollection<DateOnly> updates, int cycleDays, DateOnly from, DateOnly today)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cycleDays, 1);
        var days = updates.Where(u => u <= today).Order().ToList();
        var all = None;
        foreach (var spell in work)
            all += OfSpell(spell, days, cycleDays, from, today);
        return all;
    }

    private static UpdatesOnTime OfSpell(WorkSpell spell, List<DateOnly> updates, int cycleDays, DateOnly from, DateOnly today)
    {
        var (inTime, fellDue) = (0, 0);
        var end = spell.Until < today ? spell.Until.Value : today;
        var asked = updates.LastOrDefault(u => u >= spell.From && u < from, spell.From);
        // A deadline that is moved on by a late update stays the same deadline: it was missed once.
        var (due, missed) = (asked.AddDays(cycleDays), false);
        while (due < end)
        {
            var counts = due >= from;
            var posted = updates.LastOrDefault(u => u > asked && u <= due);
            if (posted != default && !missed)
            {
                (inTime, fellDue) = (inTime + (counts ? 1 : 0), fellDue + (counts ? 1 : 0));
                (asked, due) = (posted, posted.AddDays(cycleDays));
            }
            else if (posted != default)
            {
                // Late: it answers what was missed, and the next falls due a cycle after it.
                var first = updates.First(u => u > asked && u <= due);
                (asked, due, missed) = (first, first.AddDays(cycleDays), false);
            }
            else
            {
                fellDue += counts ? 1 : 0;
                (asked, due, missed) = (due, due.AddDays(cycleDays), true);
            }
        }
        return new(inTime, fellDue);
    }
}
