using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Actions;

/// <summary>Actions wait for each other, never in a circle; a late one warns.</summary>
public sealed class DependencyTests
{
    private static readonly DateOnly Today = Day("2018-08-06");
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);

    private static ActionItem Action(int id) => new() { Id = id, ProgrammeId = 1, Ref = $"15.{id}", Title = $"Action {id}", DoneLooksLike = "Done" };

    private static List<Dependency> Edges(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split('>')).Select(e => new Dependency { ActionItemId = e[0][0] - '0', WaitsForId = e[1][0] - '0', By = "Office" })];

    private static Dependency Between(int from, int to, List<Dependency> inForce) => Dependency.Between(Action(from), Action(to), inForce, id => $"15.{id}", Office, Today);

    [Theory]
    [InlineData("", 1, 2, null)]
    [InlineData("2>3", 1, 2, null)]
    [InlineData("1>2 1>3 2>4", 3, 4, null)]                       // two ways to one end are no circle
    [InlineData("", 1, 1, "cannot wait for itself")]
    [InlineData("1>2", 1, 2, "waits for 15.2 already")]
    [InlineData("1>2", 2, 1, "(15.2 → 15.1 → 15.2)")]
    [InlineData("1>2 2>3", 3, 1, "(15.3 → 15.1 → 15.2 → 15.3)")]
    [InlineData("1>2 2>3 3>4 1>4", 4, 1, "(15.4 → 15.1 → 15.4)")] // the shortest is named
    public void A_circle_is_refused_and_named(string there, int from, int to, string? words)
    {
        var fault = Record.Exception(() => Between(from, to, Edges(there))) as RuleException;

        if (words is null)
            Assert.Null(fault);
        else
            Assert.Contains(words, fault!.Message, StringComparison.Ordinal);
        Assert.Equal(words is null ? null : "WaitsForId", fault?.Field);
    }

    [Fact]
    public void However_they_are_added_no_action_ever_waits_for_itself()
    {
        var random = new Random(7);
        for (var plan = 0; plan < 100; plan++)
        {
            var inForce = new List<Dependency>();
            var refused = 0;
            for (var i = 0; i < 60; i++)
            {
                try
                {
                    inForce.Add(Between(random.Next(1, 10), random.Next(1, 10), inForce));
                }
                catch (RuleException)
                {
                    refused++;
                }
            }

            Assert.NotEqual(0, refused);
            // Taking away, again and again, what waits for nothing leaves nothing exactly when there is no circle.
            var left = inForce.ToList();
            while (left.RemoveAll(d => !left.Exists(e => e.ActionItemId == d.WaitsForId)) > 0)
                continue;
            Assert.Empty(left);
        }
    }

    [Theory]
    [InlineData("2018-08-05", "2018-08-05", "2018-10-31", false, "Waits for 15.1, whose due date passed 1 day ago")]
    [InlineData("2018-08-06", "2018-10-31", "2018-10-31", false, null)]
    [InlineData("2018-10-31", "2018-11-05", "2018-10-31", false, "Waits for 15.1, forecast 3 working days after this is due")]
    [InlineData("2018-10-31", "2018-11-05", "2018-09-10", true, "Waits for 15.1, forecast 40 working days after this should start")]
    [InlineData("2018-10-31", "2018-11-04", "2018-11-02", false, "Waits for 15.1, forecast 2 days after this is due")] // a weekend
    public void What_is_late_warns_in_words(string due, string forecast, string neededBy, bool start, string? words) =>
        Assert.Equal(words, Dependency.Warning("15.1", Day(due), Day(forecast), Day(neededBy), start, Today));
}
