using ImprovementBoard.Core.Access;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Compare;
using ImprovementBoard.Web.Features.Dashboard;
using ImprovementBoard.Web.Features.Distribution;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.Flags;
using ImprovementBoard.Web.Features.Forecasts;
using ImprovementBoard.Web.Features.HandOvers;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.People;
using ImprovementBoard.Web.Features.Periods;
using ImprovementBoard.Web.Features.Programmes;
using ImprovementBoard.Web.Features.Readiness;
using ImprovementBoard.Web.Features.Recommendations;
using ImprovementBoard.Web.Features.Retention;
using ImprovementBoard.Web.Features.SingleSignOn;
using ImprovementBoard.Web.Features.Visits;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ImprovementBoard.Tests;

/// <summary>A migrated database with the portal's own services over it, on a clock of the test. No web server, no job runs.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    // Migrating and seeding take a second each, so they are done once and copied.
    private static readonly Lazy<Task<TestStore>>
        Empty = new(() => TemplateAsync(TestStore.CreateAsync(), seeded: false)),
        Seeded = new(() => TemplateAsync(TestStore.CreateAsync(), seeded: true)),
        SeededOnSqlite = new(() => TestStore.OnServer ? TemplateAsync(Task.FromResult(TestStore.OnSqlite()), seeded: true) : Seeded.Value);

    private readonly TestStore store;
    private readonly ServiceProvider services;
    private readonly AsyncServiceScope scope;
    private readonly IInterceptor[] interceptors;

    private TestDatabase(TestStore store, IInterceptor[] interceptors)
    {
        (this.store, this.interceptors) = (store, interceptors);
        var collection = new ServiceCollection();
        Register(collection);
        services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        scope = services.CreateAsyncScope();
    }

    /// <summary>A Monday morning, unless a test moves it.</summary>
    public TestClock Clock { get; } = TestClock.At("2026-03-02 09:00");

    public BoardOptions Options => store.Options;

    public TestStore Store => store;

    public BoardDatabase Board => Get<BoardDatabase>();

    /// <summary>With all tables and no row.</summary>
    public static Task<TestDatabase> EmptyAsync(params IInterceptor[] interceptors) => CreateAsync(seeded: false, interceptors);

    /// <summary>With the demonstration programme.</summary>
    public static Task<TestDatabase> SeededAsync(params IInterceptor[] interceptors) => CreateAsync(seeded: true, interceptors);

    /// <summary>Backs a SQLite database with the demonstration programme up to a path.</summary>
    public static async Task CopySeededSqliteAsync(string path)
    {
        await using var db = new SqliteConnection($"Data Source={(await SeededOnSqlite.Value).File};Pooling=False");
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = "VACUUM INTO $path";
        command.Parameters.AddWithValue("$path", path);
        await command.ExecuteNonQueryAsync();
    }

    public T Get<T>() where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    public BoardDbContext Open(int programmeId) => Board.Open(programmeId);

    /// <summary>The demonstration programme, entered by the first member who holds a role.</summary>
    public async Task<ProgrammeScope> KirkleesAsync(Role role = Role.Office)
    {
        await using var none = Board.OpenWithoutProgramme();
        var programme = await none.Programmes.AsNoTracking().SingleAsync(p => p.Slug == "kirklees");
        await using var db = Open(programme.Id);
        var member = await db.Members.AsNoTracking().OrderBy(m => m.Id).FirstAsync(m => m.Role == role);
        return new(programme, new Actor(programme.Id, member.Id, member.Title, member.Role), programme.Today(Clock.GetUtcNow()));
    }

    /// <summary>The portal's services over this database.</summary>
    public void Register(IServiceCollection to)
    {
        to.AddLogging();
        to.AddSingleton(Options);
        to.AddBoardDatabase(Options).AddBoardAccess(Options).AddAccount().AddSingleSignOn(Options).AddProgrammes().AddDashboard().AddCompare().AddForecasts().AddRecommendations().AddVisits().AddActions().AddHandOvers().AddPeople().AddFlags().AddEvidence().AddMail(Options).AddDistribution().AddPacks().AddPeriods().AddReadiness().AddRetention().AddHistory().AddSchedule(Options);
        to.AddSingleton<TimeProvider>(Clock);
        // Slow on purpose in the portal, a hash would be most of every load of the demonstration.
        to.PostConfigure<PasswordHasherOptions>(o => o.IterationCount = 1);
        to.ConfigureDbContext<SqliteBoardDbContext>(o => o.AddInterceptors(interceptors));
        to.ConfigureDbContext<PostgresBoardDbContext>(o => o.AddInterceptors(interceptors));
    }

    public async ValueTask DisposeAsync()
    {
        await scope.DisposeAsync();
        await services.DisposeAsync();
        await store.DisposeAsync();
    }

    private static async Task<TestDatabase> CreateAsync(bool seeded, IInterceptor[] interceptors) =>
        new(await TestStore.CreateAsync(await (seeded ? Seeded : Empty).Value), interceptors);

    private static async Task<TestStore> TemplateAsync(Task<TestStore> place, bool seeded)
    {
        var made = await place;
        var database = new TestDatabase(made, []);
        await database.Board.MigrateBoardAsync(database.Clock);
        database.services.KeepKeys();
        if (seeded)
            await database.Get<DemonstrationSeeder>().LoadIntoEmptyDatabaseAsync();
        await database.scope.DisposeAsync();
        await database.services.DisposeAsync();
        // Nobody may be connected to what is copied.
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => made.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return made;
    }
}
