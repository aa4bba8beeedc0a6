using ImprovementBoard.Web;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Commands;
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
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Packs.Edition;
using ImprovementBoard.Web.Features.People;
using ImprovementBoard.Web.Features.Periods;
using ImprovementBoard.Web.Features.Programmes;
using ImprovementBoard.Web.Features.Readiness;
using ImprovementBoard.Web.Features.Recommendations;
using ImprovementBoard.Web.Features.Retention;
using ImprovementBoard.Web.Features.SingleSignOn;
using ImprovementBoard.Web.Features.Verify;
using ImprovementBoard.Web.Features.Visits;
using ImprovementBoard.Web.History;
using ImprovementBoard.Web.Hosting;
using ImprovementBoard.Web.Shared;

if (Verbs.Find(args) is { } verb)
    return await verb.RunAsync(args[1..]);

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Settings.ContentRoot });
if (!Settings.TryRead(builder, out var options))
    return 1;

builder.Services
    .AddBoardDatabase(options)
    .AddBoardAccess(options)
    .AddAccount()
    .AddSingleSignOn(options)
    .AddProgrammes()
    .AddDashboard()
    .AddCompare()
    .AddForecasts()
    .AddRecommendations()
    .AddVisits()
    .AddActions()
    .AddEvidence()
    .AddHandOvers()
    .AddPeople()
    .AddFlags()
    .AddMail(options)
    .AddDistribution()
    .AddPacks()
    .AddPeriods()
    .AddVerify()
    .AddReadiness()
    .AddRetention()
    .AddHistory()
    .AddSchedule(options)
    .AddHttps(builder.Configuration)
    .AddPages(options);

builder.WebHost.LimitRequests();
var app = builder.Build();

if (!await app.TryPrepareAsync())
    return 1;

app.UseForwardedOnce();
app.UseResponseCompression();
app.UseSecurityHeaders();
app.UseHttpsOnly();
app.UseErrorPages();
app.UseCutShortAnswers();
app.UseOwnOriginOnly();
app.UseAuthentication();
app.UseRateLimiter();
app.UseProgrammeGate();
app.UseAuthorization();
app.UseEvidenceUploads();
app.UseFormTokens();

app.MapStaticAssets().DisableRateLimiting();
app.MapHealth();
app.MapRatingSheets();
app.MapAccount();
app.MapSingleSignOn();
app.MapDrafts();
app.MapPackDownloads();
app.MapEditionDownloads();
app.MapVerify();
app.MapPackLinks();
app.MapEvidenceDownloads();
app.MapHistoryDownloads();
app.MapPeopleDownloads();
app.MapRetentionDownloads();
app.MapPages();

return await app.RunToTheEndAsync();

/// <summary>The portal; named so that tests can start it.</summary>
public partial class Program;
