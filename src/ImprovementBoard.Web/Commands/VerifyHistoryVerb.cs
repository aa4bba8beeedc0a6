using System.Globalization;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Commands;

/// <summary>
/// <c>verify-history [--programme kirklees] [--checkpoint 1204:9f2a…]</c>: proves every chain, or one. Exit code 0 when all hold, 2 when one is
/// broken, 1 when it could not be checked. It stores nothing.
/// </summary>
internal sealed class VerifyHistoryVerb : IVerb
{
    /// <summary>What the chain of the installation is called.</summary>
    private const string Installation = "installation";

    private const string Usage = "Use: verify-history [--programme kirklees] [--checkpoint 1204:SEAL], with the number of entries and the seal that a pack prints. A checkpoint needs a programme.";

    public async Task<int> RunAsync(string[] args)
    {
        if (!TryRead(args, out var only, out var checkpoints))
            return await Verbs.Fail(Usage);
        using var host = await Verbs.HostAsync(services => services.AddSingleton<HistoryVerifier>());
        if (host is null)
            return 1;
        try
        {
            await using var db = host.Services.GetRequiredService<BoardDatabase>().OpenWithoutProgramme();
            if ((await db.Database.GetPendingMigrationsAsync()).Any())
                return await Verbs.Fail("The database is of an older version. Start the portal once to bring it up to date.");
            var verifier = host.Services.GetRequiredService<HistoryVerifier>();
            var chains = await verifier.ChainsAsync(CancellationToken.None);
            if (only is not null and not Installation && chains.All(c => c.Slug != only))
                return await Verbs.Fail($"There is no programme \"{only}\". Use: {string.Join(", ", chains.Select(c => c.Slug).OfType<string>().Append(Installation))}.");
            return await ProveAsync(verifier, chains, only, checkpoints);
        }
        catch (Exception e) when (e is System.Data.Common.DbException || e.InnerException is System.Data.Common.DbException)
        {
            return await Verbs.Fail($"The database cannot be read: {e.Message} Start the portal once to create it.");
        }
    }

    private static async Task<int> ProveAsync(HistoryVerifier verifier, IEnumerable<(int Id, string? Slug)> chains, string? only, List<Checkpoint> checkpoints)
    {
        var broken = false;
        foreach (var (id, slug) in chains.Where(c => only is null || c.Slug == only))
            broken |= Say(slug ?? $"number {id}", await verifier.ProgrammeAsync(id, "verify-history", checkpoints, CancellationToken.None));
        if (only is null or Installation)
            broken |= Say(Installation, await verifier.InstallationAsync("verify-history", checkpoints, CancellationToken.None));
        return broken ? 2 : 0;
    }

    private static bool Say(string chain, HistoryCheck check)
    {
        var entries = check.Entries.ToString("#,0", CultureInfo.InvariantCulture);
        Console.WriteLine(check.Fault is null
            ? string.Create(CultureInfo.InvariantCulture, $"{chain}: whole. {entries} entries, the last with seal {check.Hash}; checked in {check.Milliseconds / 1000.0:0.0} s.")
            : $"{chain}: BROKEN. {check.Words} {check.Holds}");
        return check.Fault is not null;
    }

    private static bool TryRead(string[] args, out string? programme, out List<Checkpoint> checkpoints)
    {
        (programme, checkpoints) = (null, []);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            if (args[i] == "--programme")
                programme = args[i + 1];
            else if (args[i] == "--checkpoint" && HistorySeal.ReadCheckpoint(args[i + 1], "the checkpoint") is { } read)
                checkpoints.Add(read);
            else
                return false;
        }
        return args.Length % 2 == 0 && (checkpoints.Count == 0 || programme is not null);
    }
}
