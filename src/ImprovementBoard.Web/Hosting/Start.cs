using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Hosting;

/// <summary>What happens between building the program and serving the first page.</summary>
internal static class Start
{
    /// <summary>Creates or migrates the database and, when it is empty, loads the demonstration.</summary>
    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<BoardOptions>();
        Directory.CreateDirectory(AppHome.Resolve(options.DataDirectory));
        await using (var db = app.Services.GetRequiredService<BoardDatabase>().OpenWithoutProgramme())
            await db.Database.MigrateAsync();
        await using var scope = app.Services.CreateAsyncScope();
        if (options.Demonstration.Load == true)
            await scope.ServiceProvider.GetRequiredService<DemonstrationSeeder>().LoadIntoEmptyDatabaseAsync();
        await app.Services.GetRequiredService<PackRuns>().MarkInterruptedAsync();
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
        foreach (var url in app.Urls)
            Console.WriteLine($"ImprovementBoard is ready on {url}");
        if (options.Demonstration.Load == true && !app.Environment.IsProduction())
            Console.WriteLine($"Demonstration accounts: chair, member, commissioner, lead, office, admin @kirklees.example; password {options.Demonstration.Password}");
    }
}
