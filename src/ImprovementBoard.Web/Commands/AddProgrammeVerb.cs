using System.Data.Common;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Commands;

/// <summary>
/// <c>add-programme --slug kirklees --name … --council … --code 382 --started 2026-11-23 --administrator head@council.example</c>: makes an empty programme and prints
/// the link by which its first administrator comes in. There is no password to begin with, so none can be left standing.
/// </summary>
internal sealed class AddProgrammeVerb : IVerb
{
    private const string Usage =
        "Use: add-programme --slug kirklees --name \"Kirklees children’s services\" --council \"Kirklees Council\" --code 382 --started 2026-11-23 --administrator head@council.example";

    private static readonly string[] Names = ["--slug", "--name", "--council", "--code", "--started", "--administrator"];

    public async Task<int> RunAsync(string[] args)
    {
        if (args.Length != 2 * Names.Length || !args.Where((_, i) => i % 2 == 0).Order(StringComparer.Ordinal).SequenceEqual(Names.Order(StringComparer.Ordinal)))
            return await Verbs.Fail(Usage);
        var said = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        using var host = await Verbs.HostAsync(services => services.AddHistory());
        if (host is null)
            return 1;
        var (database, options, clock) = (host.Services.GetRequiredService<BoardDatabase>(), host.Services.GetRequiredService<BoardOptions>(), host.Services.GetRequiredService<TimeProvider>());
        var now = clock.GetUtcNow();
        try
        {
            if (ProgrammeAddress.Date(said["--started"]) is not { } started)
                return await Verbs.Fail($"Write the day the programme began as {LondonTime.DateOf(now):yyyy-MM-dd}.");
            if (started > LondonTime.DateOf(now))
                return await Verbs.Fail("A programme cannot begin after today. Write the day it began.");
            await database.MigrateBoardAsync(clock);
            var programme = Programme.Of(said["--slug"], said["--name"], said["--council"], said["--code"], started);
            var secret = await MakeAsync(database, programme, said["--administrator"], now);
            Console.WriteLine($"{programme.Name} is there, and empty. {InviteAdministratorVerb.Told(options, said["--administrator"], secret)}");
            return 0;
        }
        catch (RuleException e)
        {
            return await Verbs.Fail(e.Message);
        }
        catch (Exception e) when (e is DbException || e.InnerException is DbException)
        {
            return await Verbs.Fail($"The database cannot be used: {(e as DbException ?? e.InnerException!).Message}");
        }
    }

    /// <returns>The secret of the invitation's link.</returns>
    /// <exception cref="RuleException">The address in links is taken, or the mail address is none.</exception>
    private static async Task<string> MakeAsync(BoardDatabase database, Programme programme, string email, DateTimeOffset now)
    {
        await using var db = database.OpenWithoutProgramme();
        await using var turn = await db.LockInstallationAsync(default);
        if (await db.Programmes.AnyAsync(p => p.Slug == programme.Slug))
            throw new RuleException($"There is a programme {programme.Slug} already. Choose another --slug.");
        db.Programmes.Add(programme);
        await db.SaveChangesAsync();
        db.ProgrammeId = programme.Id;
        _ = db.TurnWhileAdded();
        var secret = InviteAdministratorVerb.Invite(db, programme, email, now, invitation => $"Programme added; {Words.Inside(invitation.Title)} invited").Secret;
        await db.SaveChangesAsync();
        await turn.CommitAsync(default);
        return secret;
    }
}
