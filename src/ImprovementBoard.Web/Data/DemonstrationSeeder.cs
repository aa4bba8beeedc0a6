using System.Globalization;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Flags;
using ImprovementBoard.Web.Features.Periods;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Data;

/// <summary>Loads the demonstration programmes into an empty database, in one transaction, with the history they would have left.</summary>
internal sealed class DemonstrationSeeder(BoardDatabase database, BoardOptions options, TimeProvider clock, FileStore store, IPasswordHasher<AppUser> passwords, ILookupNormalizer normalizer, DeliveryRatings ratings, PeriodKeeper periods, Trail trail)
{
    /// <summary>Does nothing when there is a programme already.</summary>
    /// <exception cref="InvalidDataException">A seed file cannot be read; the message names it.</exception>
    public async Task LoadIntoEmptyDatabaseAsync()
    {
        await using var db = database.OpenWithoutProgramme();
        if (await db.Programmes.AnyAsync())
            return;
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var files in SeedFiles.In(AppHome.Resolve(options.SeedsDirectory)))
        {
            await LoadAsync(db, files);
            // Each programme would be looked through again with every later one.
            db.ChangeTracker.Clear();
        }
        await transaction.CommitAsync();
        foreach (var programme in await db.Programmes.AsNoTracking().ToListAsync())
            await periods.CatchUpDemonstrationAsync(programme, CancellationToken.None);
    }

    /// <summary>
    /// Gives the demonstration accounts the password of the settings. Their default is published, so Production refuses to run with it.
    /// </summary>
    /// <exception cref="InvalidDataException">The database holds a demonstration and Production has no password for it.</exception>
    public async Task GuardPasswordAsync(bool inEarnest)
    {
        await using var db = database.OpenWithoutProgramme();
        // Across all programmes on purpose: accounts belong to none.
        var accounts = await (
            from member in db.Members.IgnoreQueryFilters()
            join programme in db.Programmes on member.ProgrammeId equals programme.Id
            join user in db.Users on member.UserId equals user.Id
            where programme.DemonstrationToday != null && user.PasswordHash != null
            select user).ToListAsync();
        if (accounts.Count > 0 && inEarnest && options.Demonstration.Password == BoardOptions.DemonstrationOptions.DefaultPassword)
            throw new InvalidDataException($"{BoardOptions.Section}:Demonstration:Password is not set, and this database holds the demonstration, whose password is published. Set one, or use another DataDirectory.");
        // They are given it together, so one tells for all; each would cost a tenth of a second of every start.
        if (accounts is [] || passwords.VerifyHashedPassword(accounts[0], accounts[0].PasswordHash!, options.Demonstration.Password) != PasswordVerificationResult.Failed)
            return;
        foreach (var user in accounts)
        {
            user.PasswordHash = passwords.HashPassword(user, options.Demonstration.Password);
            user.SecurityStamp = Guid.NewGuid().ToString("N");
        }
        await db.SaveChangesAsync();
        foreach (var user in accounts)
            await trail.PasswordSetAsync(user.Id);
    }

    private async Task LoadAsync(BoardDbContext db, SeedFiles files)
    {
        var seed = files.Programme;
        var programme = new Programme
        {
            Slug = seed.Slug,
            Name = seed.Name,
            Council = seed.Council,
            CouncilCode = seed.CouncilCode,
            Kind = seed.Kind,
            Stage = seed.Stage,
            StartedOn = seed.StartedOn,
            DemonstrationToday = seed.DemonstrationToday,
            UpdateCycleDays = seed.UpdateCycleDays,
            RatedOn = seed.StartedOn,
            Sources = [.. seed.Sources.Select(s => Sentence(s))],
        };
        db.Add(programme);
        await db.SaveChangesAsync();
        db.ProgrammeId = programme.Id;
        _ = db.TurnWhileAdded();
        var load = new ProgrammeLoad(db, programme, files, seed.Sources.ToDictionary(s => s.Key));
        await load.BodiesAndMembersAsync(email => AddAccount(db, email));
        await load.RecipientsAsync();
        await load.InspectionsAsync();
        await load.PlanAsync();
        await load.FindingsAsync();
        var evidence = await new EvidenceLoad(db, programme, files, load, store).LoadAsync();
        await load.ImpactAsync(evidence);
        db.AddRange(new SeedHistory(programme, load, evidence, clock.GetUtcNow()).Entries());
        await db.SaveChangesAsync();
        await ratings.CatchUpAsync(db, programme, seed.DemonstrationToday);
        await db.SaveChangesAsync();
        await db.KeepAllFlagsAsync(null, seed.DemonstrationToday, CancellationToken.None);
        await db.SaveChangesAsync();
        await load.AcknowledgementsAsync(clock.GetUtcNow());
        await load.WaiversAsync(clock.GetUtcNow());
    }

    private static string Sentence(SourceSeed s)
    {
        var date = DateOnly.TryParseExact(s.PublishedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Words.Long(day)
            : s.Year is { } year ? $"{year}"
            : "date not stated";
        return $"{s.Publisher}, “{s.Title}”, {date}.{(s.Licence is { } licence ? $" {licence}." : "")}";
    }

    private Guid AddAccount(BoardDbContext db, string email)
    {
        var user = AppUser.Of(email, confirmed: true, normalizer);
        user.PasswordHash = passwords.HashPassword(user, options.Demonstration.Password);
        db.Users.Add(user);
        return user.Id;
    }
}
