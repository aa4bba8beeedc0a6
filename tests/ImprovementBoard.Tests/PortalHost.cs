using System.Collections.Concurrent;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Tests.Features.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImprovementBoard.Tests;

/// <summary>Tests that share one running portal.</summary>
[CollectionDefinition(Name)]
public sealed class PortalTests : ICollectionFixture<PortalHost>
{
    public const string Name = "Portal";
}

/// <summary>The whole portal in memory with the demonstration, its packs, a draft, and a second programme.</summary>
public sealed class PortalHost : WebApplicationFactory<Program>, IAsyncLifetime
{
    private TestStore store = null!;
    private readonly ConcurrentDictionary<Audience, Lazy<Task<OpenPack>>> opened = new();

    /// <summary>Slug of the programme that no account of Kirklees belongs to.</summary>
    public const string Elsewhere = "elsewhere";

    internal CommandCounter Commands { get; } = new();

    internal TestBoard Other { get; private set; } = null!;

    /// <summary>Reference of a draft of Kirklees.</summary>
    public string Draft { get; private set; } = "";

    /// <summary>Number of a pack of Kirklees that waits for its lead.</summary>
    public const int Candidate = 3;

    /// <summary>Number of the confidential evidence of Kirklees.</summary>
    public int Confidential { get; private set; }

    /// <summary>Number of a hold of Kirklees.</summary>
    public int Hold { get; private set; }

    /// <summary>Number of the post of the chair of Kirklees.</summary>
    public int Person { get; private set; }

    public async Task InitializeAsync()
    {
        store = await TestStore.CreateAsync();
        await using var scope = Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<BoardDatabase>();
        Other = await TestBoard.AddAsync(database, TimeProvider.System, Elsewhere);
        await Other.AddActionAsync("99.9");

        await using var none = database.OpenWithoutProgramme();
        var programme = await none.Programmes.SingleAsync(p => p.Slug == "kirklees");
        await using var db = database.Open(programme.Id);
        var packs = scope.ServiceProvider.GetRequiredService<PackService>();
        await packs.BuildDueAsync(programme.Id, (await db.Schedules.SingleAsync()).Id, _ => Task.CompletedTask, default);
        Confidential = await db.Evidence.Where(e => e.Sensitivity == Sensitivity.Confidential).Select(e => e.Id).SingleAsync();
        Person = await db.Members.Where(m => m.Role == Role.Chair).Select(m => m.Id).FirstAsync();
        var office = await db.Members.FirstAsync(m => m.Role == Role.Office);
        Draft = (await packs.BuildDraftAsync(new Actor(programme.Id, office.Id, office.Title, office.Role), Audience.Board, _ => Task.CompletedTask, default)).Ref;
        await AddCandidateAsync(db);
        await AddViewerAsync(db);
        var hold = RetentionHold.Put(HoldCovers.Action, (await db.Actions.Where(a => a.Ref == "15.2").Select(a => a.Id).SingleAsync(), "action 15.2"), "A claim.", "Legal services", new(programme.Id, null, "Administrator", Role.Admin), TestDates.Day("2018-08-01"));
        db.RetentionHolds.Add(hold);
        await db.SaveChangesAsync();
        Hold = hold.Id;
    }

    // The demonstration has none: a viewer's part ends on a day.
    private static async Task AddViewerAsync(BoardDbContext db)
    {
        var email = Kirklees(Role.Viewer);
        var user = new AppUser { Id = Guid.NewGuid(), UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email, NormalizedEmail = email.ToUpperInvariant(), SecurityStamp = "viewer" };
        db.Users.Add(user);
        db.Members.Add(new() { ProgrammeId = db.ProgrammeId, Title = "Peer reviewer", Agency = "Another council", Role = Role.Viewer, UserId = user.Id, From = TestDates.Day("2018-06-01"), To = TestDates.Day("2018-12-31") });
        await db.SaveChangesAsync();
    }

    // What pack 2 says, under another name: it is not drawn again.
    private static async Task AddCandidateAsync(BoardDbContext db)
    {
        var like = await db.Packs.AsNoTracking().SingleAsync(p => p.Number == 2);
        byte[] pdf = [.. (await db.Files.AsNoTracking().SingleAsync(f => f.Hash == like.FileHash)).Content, (byte)'\n'];
        var candidate = new Pack
        {
            ProgrammeId = like.ProgrammeId,
            Number = Candidate,
            PeriodKey = "board-2018-07-12",
            PeriodName = "Board of 12 July 2018",
            PositionAsAt = like.PositionAsAt,
            BuiltAt = like.BuiltAt,
            BuiltOn = like.BuiltOn,
            BuiltBy = "Programme office",
            FactsJson = like.FactsJson,
            FactsHash = like.FactsHash,
            FileHash = PackFactsReader.Hash(pdf),
            // As another build of the portal made it.
            TemplateHash = string.Concat(like.TemplateHash.Reverse()),
            FileSize = like.FileSize,
            Pages = like.Pages,
        };
        candidate.AskFor([await db.Members.SingleAsync(m => m.Role == Role.Lead && m.UserId != null), await db.Members.SingleAsync(m => m.Role == Role.Chair)], issueWithLast: false);
        db.Files.Add(new() { Hash = candidate.FileHash, Content = pdf });
        db.Packs.Add(candidate);
        await db.SaveChangesAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        foreach (var pack in opened.Values)
            (await pack.Value).Dispose();
        await base.DisposeAsync();
        await store.DisposeAsync();
    }

    /// <summary>Pack 2, or a draft of another edition, in all its forms. Opening one takes seconds and nobody changes it, so each is opened once.</summary>
    internal Task<OpenPack> PackAsync(Audience audience = Audience.Board) => opened.GetOrAdd(audience, of => new(() => OpenAsync(of))).Value;

    private async Task<OpenPack> OpenAsync(Audience audience)
    {
        if (audience == Audience.Board)
            return await OpenPack.OpenAsync(this, Kirklees(Role.Chair), "2");
        await using var scope = Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>().FindByEmailAsync(Kirklees(Role.Office));
        var office = (await scope.ServiceProvider.GetRequiredService<ProgrammeAccess>().EnterAsync(TestBoard.Signed(user!.Id), "kirklees"))!;
        var draft = await Services.GetRequiredService<PackService>().BuildDraftAsync(office.Actor, audience, _ => Task.CompletedTask, default);
        return await OpenPack.OpenAsync(this, Kirklees(Role.Office), draft.Ref);
    }

    /// <summary>A browser without a cookie. It follows no redirect.</summary>
    public HttpClient Anonymous() => CreateClient(new() { AllowAutoRedirect = false });

    /// <summary>A browser with the cookie that signing in gives.</summary>
    public async Task<HttpClient> SignedInAsync(string email, SignInWay way = SignInWay.PasswordAndCode)
    {
        await using var scope = Services.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<AppUser>>();
        var user = await signIn.UserManager.FindByEmailAsync(email) ?? throw new ArgumentException($"There is no account {email}.", nameof(email));
        var cookie = scope.ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var ticket = new AuthenticationTicket(
            await scope.ServiceProvider.GetRequiredService<SessionService>().OpenAsync(user, way, null),
            new AuthenticationProperties { IssuedUtc = DateTimeOffset.UtcNow, ExpiresUtc = DateTimeOffset.UtcNow.AddHours(1) },
            IdentityConstants.ApplicationScheme);
        var client = CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        client.DefaultRequestHeaders.Add("Cookie", $"{cookie.Cookie.Name}={cookie.TicketDataFormat.Protect(ticket)}");
        return client;
    }

    /// <summary>The account of the demonstration that holds a role.</summary>
    public static string Kirklees(Role role) => $"{role}@kirklees.example".ToLowerInvariant();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.ConfigureLogging(log => log.ClearProviders());
        foreach (var (key, value) in store.Settings)
            builder.UseSetting(key, value);
        // Tests read every page as one person.
        builder.UseSetting("ImprovementBoard:Limits:RequestsPerMinute", "1000000");
        builder.ConfigureTestServices(services =>
        {
            services.AddHttpContextAccessor();
            services.ConfigureDbContext<SqliteBoardDbContext>(o => o.AddInterceptors(Commands));
            services.ConfigureDbContext<PostgresBoardDbContext>(o => o.AddInterceptors(Commands));
        });
    }
}
