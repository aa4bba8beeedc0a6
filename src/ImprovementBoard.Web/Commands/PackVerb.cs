using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Distribution;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Commands;

/// <summary><c>pack --programme kirklees --audience board --output board.pdf</c>: the bytes the scheduled job would make.</summary>
internal sealed class PackVerb : IVerb
{
    private const string Usage = "Use: pack --programme kirklees --audience board --output board.pdf";

    public async Task<int> RunAsync(string[] args)
    {
        if (!TryRead(args, out var given))
            return await Verbs.Fail(Usage);
        if (!Enum.TryParse<Audience>(given["audience"], ignoreCase: true, out var audience) || !Enum.IsDefined(audience))
            return await Verbs.Fail($"There is no edition for \"{given["audience"]}\". Use --audience {string.Join(", ", PackEdition.All.Select(e => e.Audience.Code()))}.");
        using var host = await Verbs.HostAsync(services => services
            .AddActions()
            .AddSingleton<TypstRenderer>()
            .AddSingleton<PackFactsReader>()
            .AddSingleton<MailSeal>()
            .AddSingleton<PackSender>()
            .AddSingleton<PackStore>()
            .AddSingleton<PackService>()
            .AddDataProtection());
        if (host is null)
            return 1;
        return await DrawAsync(host.Services, given["programme"], audience, Path.GetFullPath(given["output"]));
    }

    private static async Task<int> DrawAsync(IServiceProvider services, string slug, Audience audience, string output)
    {
        try
        {
            await using var db = services.GetRequiredService<BoardDatabase>().OpenWithoutProgramme();
            var programme = await db.Programmes.AsNoTracking().SingleOrDefaultAsync(p => p.Slug == slug);
            if (programme is null)
                return await Verbs.Fail($"There is no programme \"{slug}\". Programmes: {string.Join(", ", await db.Programmes.Select(p => p.Slug).ToListAsync())}.");
            var drawn = await services.GetRequiredService<PackService>().DrawCurrentAsync(programme.Id, audience, CancellationToken.None);
            await File.WriteAllBytesAsync(output, drawn.Pdf);
            Console.WriteLine($"{output}: {drawn.Pages} pages, SHA-256 {PackFactsReader.Hash(drawn.Pdf)}");
            return 0;
        }
        catch (RenderException e)
        {
            return await Verbs.Fail(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await Verbs.Fail($"{output} cannot be written: {e.Message}");
        }
        catch (Exception e) when (e is System.Data.Common.DbException || e.InnerException is System.Data.Common.DbException)
        {
            return await Verbs.Fail($"The database cannot be read: {e.Message} Start the portal once to create it.");
        }
    }

    private static bool TryRead(string[] args, out Dictionary<string, string> given)
    {
        given = [];
        for (var i = 0; i + 1 < args.Length; i += 2)
            given[args[i].TrimStart('-')] = args[i + 1];
        return args.Length == 6 && given.ContainsKey("programme") && given.ContainsKey("audience") && given.ContainsKey("output");
    }
}
