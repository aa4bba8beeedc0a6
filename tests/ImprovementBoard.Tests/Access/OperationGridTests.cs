using System.Reflection;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Tests.Core.Evidence;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Recommendations;
using ImprovementBoard.Web.Features.Visits;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Access;

/// <summary>Two boards on one database, with something of every kind that a rule looks at before it decides.</summary>
public sealed class GridBoard : IAsyncLifetime
{
    internal TestDatabase Database { get; private set; } = null!;

    internal TestBoard Board { get; private set; } = null!;

    internal TestBoard Other { get; private set; } = null!;

    internal string Visit { get; private set; } = "";

    internal int Finding { get; private set; }

    internal int Evidence { get; private set; }

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.EmptyAsync();
        Board = await TestBoard.AddAsync(Database);
        Other = await TestBoard.AddAsync(Database, "othershire");
        await Board.AddActionAsync("1.1");
        await Board.AddEvidenceAsync("1.1");
        var visits = Database.Get<VisitService>();
        Visit = await visits.RecordVisitAsync(Board.As(Role.Office), new() { From = Board.Today.AddDays(-6), To = Board.Today.AddDays(-5), Focus = "The front door", Pace = Pace.Steady });
        await visits.RecordFindingsAsync(Board.As(Role.Office), Visit, [new() { Text = "Core groups were late.", Polarity = Polarity.Weakness, Cohort = Cohort.ChildProtection, Recommendations = ["1"] }]);
        await using var db = Database.Open(Board.Programme.Id);
        Finding = await db.Findings.Select(f => f.Id).SingleAsync();
        Evidence = await db.Evidence.Select(e => e.Id).SingleAsync();
    }

    public Task DisposeAsync() => Database.DisposeAsync().AsTask();
}

/// <summary>Calls every operation of every service as every role: who may is let on to the rules, everybody else is refused.</summary>
public sealed class OperationGridTests(GridBoard grid) : IClassFixture<GridBoard>
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, MethodInfo> Operations = typeof(ProgrammeScope).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsNested: false } && !OperationGrid.OpenQueries.Contains(t.Name))
        .SelectMany(t => t.GetMethods(Own))
        .Where(m => (m.IsPublic || m.IsAssembly) && !m.IsSpecialName && m.GetParameters() is [var first, ..] && (first.ParameterType == typeof(ProgrammeScope) || first.ParameterType == typeof(Actor)) && (typeof(Task).IsAssignableFrom(m.ReturnType) || m.ReturnType == typeof(void)))
        .GroupBy(m => $"{m.DeclaringType!.Name}.{m.Name}")
        .ToDictionary(g => g.Key, g => g.First());

    public static TheoryData<string> Names => [.. OperationGrid.Rows.Keys];

    [Fact]
    public void Every_operation_has_its_row()
    {
        var told = OperationGrid.Rows.Keys.Concat(OperationGrid.Open.Keys).ToList();

        Assert.Empty(Operations.Keys.Except(told));
        Assert.Empty(told.Except(Operations.Keys));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_role_gets_its_answer(string operation)
    {
        var answers = new List<string>();
        foreach (var scope in Columns(grid.Board))
            answers.Add(await CallAsync(operation, scope, Real) is ForbiddenException ? "." : "x");

        Assert.Equal(OperationGrid.Rows[operation], string.Join(' ', answers));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nobody_changes_anything_while_looking_back(string operation)
    {
        // A check of the history changes nothing that is looked at, nor does reading.
        if (operation is "HistoryKeeper.CheckAsync" or "SignInRules.ListAsync" || operation.Contains("Queries.", StringComparison.Ordinal))
            return;
        foreach (var scope in Columns(grid.Board))
            Assert.IsType<ForbiddenException>(await CallAsync(operation, scope with { Actor = scope.Actor with { LooksBack = true } }, Real));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_belongs_to_another_programme_is_answered_like_what_does_not_exist(string operation)
    {
        foreach (var scope in Columns(grid.Other))
        {
            var theirs = await CallAsync(operation, scope, Real);
            var unknown = await CallAsync(operation, scope, Unknown);

            Assert.Equal((unknown?.GetType(), Said(unknown)), (theirs?.GetType(), Said(theirs)));
        }
    }

    private static IEnumerable<ProgrammeScope> Columns(TestBoard board) =>
        [board.As(Role.Chair), board.As(Role.Member), board.As(Role.Commissioner), board.As(Role.Lead), board.As(board.OtherLead), board.As(Role.Office), board.As(Role.Admin), board.As(Role.Viewer)];

    private async Task<Exception?> CallAsync(string operation, ProgrammeScope scope, Func<MethodInfo, ParameterInfo, object?> argument)
    {
        var method = Operations[operation];
        var service = grid.Database.Get<IServiceProvider>().GetService(method.DeclaringType!) ?? throw new InvalidOperationException($"{method.DeclaringType} is not registered.");
        var arguments = method.GetParameters().Select(p =>
            p.ParameterType == typeof(ProgrammeScope) ? scope
            : p.ParameterType == typeof(Actor) ? scope.Actor
            // Nothing is drawn here: whoever is let on stops at the first question to the database.
            : p.ParameterType == typeof(CancellationToken) ? new CancellationToken(canceled: method.DeclaringType == typeof(PackService) || method.Name.StartsWith("AskFor", StringComparison.Ordinal))
            : argument(method, p)).ToArray();
        return await Record.ExceptionAsync(() => (Task)method.Invoke(service, BindingFlags.DoNotWrapExceptions, null, arguments, null)!);
    }

    // What exists in the programme of the board, so that rules about single items are reached.
    private object? Real(MethodInfo method, ParameterInfo p) => (method.DeclaringType!.Name, p.Name) switch
    {
        (nameof(VisitService) or nameof(CorrectionService), "reference") => grid.Visit,
        (nameof(RecommendationService), "reference") => "1",
        (_, "reference") => "1.1",
        (nameof(VisitService) or nameof(CorrectionService), "id") => grid.Finding,
        (nameof(EvidenceService), "id") => grid.Evidence,
        ("PeopleService" or "PeopleQueries" or "ErasureService" or "HeldExport", "id") => grid.Board.OtherLead.Id,
        _ => Any(p, "1.1"),
    };

    // The same with what exists nowhere.
    private object? Unknown(MethodInfo method, ParameterInfo p) => p.Name switch
    {
        "reference" => method.DeclaringType == typeof(RecommendationService) ? "1" : "77.7",
        "id" => 987654,
        _ => Any(p, "77.7"),
    };

    private static object? Any(ParameterInfo p, string action) =>
        p.ParameterType == typeof(EvidenceTarget) ? new EvidenceTarget(true, action)
        : p.ParameterType == typeof(EvidenceInput) ? EvidenceItemTests.Good
        : p.ParameterType == typeof(NewVersion) ? new NewVersion(null, "https://example.org/audit", null)
        : p.ParameterType == typeof(UpdateFields) ? new UpdateFields()
        : p.ParameterType == typeof(Func<string, Task>) ? (Func<string, Task>)(_ => Task.CompletedTask)
        : p.ParameterType is { IsValueType: true } && Nullable.GetUnderlyingType(p.ParameterType) is null ? Activator.CreateInstance(p.ParameterType)
        : null;

    private string? Said(Exception? answer) => answer is Microsoft.Data.Sqlite.SqliteException or NullReferenceException ? "" : answer?.Message
        .Replace("77.7", "#", StringComparison.Ordinal).Replace("1.1", "#", StringComparison.Ordinal).Replace($"{grid.Visit}", "#", StringComparison.Ordinal);
}
