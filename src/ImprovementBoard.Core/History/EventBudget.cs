namespace ImprovementBoard.Core.History;

/// <summary>What to do with an event.</summary>
public enum BudgetAnswer
{
    /// <summary>Record it.</summary>
    Record,

    /// <summary>Record it as the last of its kind in this hour.</summary>
    RecordAsLast,

    /// <summary>There were too many in this hour.</summary>
    Leave,
}

/// <summary>Bounds how many events that anybody can cause at will are recorded in an hour of the clock, so that nobody fills the disk with them. Safe to share.</summary>
/// <param name="each">Most for one key.</param>
/// <param name="all">Most for all together; it bounds the keys remembered too.</param>
public sealed class EventBudget(int each, int all)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> spent = new(StringComparer.Ordinal);
    private DateTimeOffset hour;
    private int total;

    /// <summary>Takes one for a key.</summary>
    public BudgetAnswer Take(string key, DateTimeOffset now)
    {
        lock (gate)
        {
            var begun = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
            if (begun != hour)
            {
                spent.Clear();
                (hour, total) = (begun, 0);
            }
            if (total == all || spent.GetValueOrDefault(key) == each)
                return BudgetAnswer.Leave;
            total++;
            return (spent[key] = spent.GetValueOrDefault(key) + 1) == each || total == all ? BudgetAnswer.RecordAsLast : BudgetAnswer.Record;
        }
    }
}
