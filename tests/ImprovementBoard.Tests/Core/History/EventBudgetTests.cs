using ImprovementBoard.Core.History;

namespace ImprovementBoard.Tests.Core.History;

public sealed class EventBudgetTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 10, 0, TimeSpan.Zero);

    [Fact]
    public void The_last_of_an_hour_says_so_and_the_next_hour_begins_anew()
    {
        var budget = new EventBudget(3, 100);

        Assert.Equal([BudgetAnswer.Record, BudgetAnswer.Record, BudgetAnswer.RecordAsLast, BudgetAnswer.Leave], Enumerable.Range(0, 4).Select(_ => budget.Take("a", Now)));
        Assert.Equal(BudgetAnswer.Record, budget.Take("b", Now));
        Assert.Equal(BudgetAnswer.Leave, budget.Take("a", Now.AddMinutes(49)));
        Assert.Equal(BudgetAnswer.Record, budget.Take("a", Now.AddMinutes(50)));
    }

    [Fact]
    public void Ten_thousand_attempts_under_as_many_names_leave_no_more_than_the_bound()
    {
        var budget = new EventBudget(20, 500);

        var answers = Enumerable.Range(0, 10_000).AsParallel().Select(i => budget.Take($"{i}", Now)).ToList();

        Assert.Equal((499, 1, 9500), (answers.Count(a => a == BudgetAnswer.Record), answers.Count(a => a == BudgetAnswer.RecordAsLast), answers.Count(a => a == BudgetAnswer.Leave)));
    }
}
