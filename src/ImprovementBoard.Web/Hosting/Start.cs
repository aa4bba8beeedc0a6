using System.Data.Common;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Commands;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Hosting;

/// <summary>What happens between building the program and serving the first page.</summary>
internal static class Start
{
    /// <summary>
    /// Creates or migrates the database and, when it is empty, loads the demonstration. When that cannot be done, prints one sentence
    /// and answers false.
    /// </summary>
    public static async Task<bool> TryPrepareAsync(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<BoardOptions>();
        var folder = AppHome.Resolve(options.DataDirectory);
        try
        {
            AppHome.MakePrivate(folder);
            await PrepareAsync(app, options);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(e is InvalidDataException ? e.Message : $"{BoardOptions.Section}:DataDirectory is {folder}, which cannot be used: {e.Message}");
        }
        catch (Exception e) when (e is DbException || e.InnerException is DbException)
        {
            await Console.Error.WriteLineAsync($"{BoardOptions.Section}:Database cannot be used: {(e as DbException ?? e.InnerException!).Message}");
        }
        return false;
    }

    private static async Task PrepareAsync(WebApplication app, BoardOptions options)
    {
        var database = app.Services.GetRequiredService<BoardDatabase>();
        await database.MigrateBoardAsync(app.Services.GetRequiredService<TimeProvider>());
        await database.TakeOverKeysAsync(options);
        await app.Services.CloseKeysAsync(options);
        app.Services.KeepKeys();
        await using var scope = app.Services.CreateAsyncScope();
        var seeder = scope.ServiceProvider.GetRequiredService<DemonstrationSeeder>();
        if (options.Demonstration.Load == true)
            await seeder.LoadIntoEmptyDatabaseAsync();
        if (options.Database.Provider == BoardOptions.DatabaseOptions.Sqlite)
        {
            // Statistics, so that SQLite picks the right index; it costs milliseconds (sqlite.org/lang_analyze.html).
            await using var db = database.OpenWithoutProgramme();
            await db.Database.ExecuteSqlRawAsync("PRAGMA analysis_limit=400; ANALYZE;");
        }
        await seeder.GuardPasswordAsync(!app.Environment.IsTrial());
        await app.Services.GetRequiredService<PackRuns>().MarkInterruptedAsync(atStart: true);
    }

    /// <summary>Serves until told to stop. A fault at the start (such as a taken port) is one sentence and exit code 1.</summary>
    public static async Task<int> RunToTheEndAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"The portal could not start: {e.Message} Choose another address with ASPNETCORE_URLS.");
            return 1;
        }
        PrintWhereItIs(app);
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static void PrintWhereItIs(WebApplication app)
    {
        var options = app.Services.GetRequiredService<BoardOptions>();
        if (!app.Environment.IsTrial() && options.Keys.Certificate.Length == 0)
            Console.WriteLine($"{BoardOptions.Section}:Keys:Certificate is not set: whoever has a copy of the database can make sign-in cookies (docs/operations.md).");
        foreach (var file in RestoreVerb.Aside(options))
            Console.WriteLine($"{file} is the database from before a restore, with everybody who was erased since. Delete it once nobody needs it any more (docs/operations.md).");
        foreach (var url in app.Urls)
            Console.WriteLine($"ImprovementBoard is ready on {url}");
        if (options.Demonstration.Load == true && app.Environment.IsTrial())
            Console.WriteLine($"Demonstration accounts: chair, member, commissioner, lead, office, admin @kirklees.example; password {options.Demonstration.Password}");
    }
}
