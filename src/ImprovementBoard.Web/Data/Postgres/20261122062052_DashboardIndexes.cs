using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Postgres
{
    /// <inheritdoc />
    public partial class DashboardIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_History_ProgrammeId_Kind_On_Subject_FromRating_ToRating",
                table: "History");

            migrationBuilder.DropIndex(
                name: "IX_Actions_ProgrammeId_LeadId",
                table: "Actions");

            migrationBuilder.CreateIndex(
                name: "IX_History_ProgrammeId_Subject_Kind_On",
                table: "History",
                columns: new[] { "ProgrammeId", "Subject", "Kind", "On" });

            migrationBuilder.CreateIndex(
                name: "IX_Actions_ProgrammeId_LeadId_SignedOffOn",
                table: "Actions",
                columns: new[] { "ProgrammeId", "LeadId", "SignedOffOn" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_History_ProgrammeId_Subject_Kind_On",
                table: "History");

            migrationBuilder.DropIndex(
                name: "IX_Actions_ProgrammeId_LeadId_SignedOffOn",
                table: "Actions");

            migrationBuilder.CreateIndex(
                name: "IX_History_ProgrammeId_Kind_On_Subject_FromRating_ToRating",
                table: "History",
                columns: new[] { "ProgrammeId", "Kind", "On", "Subject", "FromRating", "ToRating" });

            migrationBuilder.CreateIndex(
                name: "IX_Actions_ProgrammeId_LeadId",
                table: "Actions",
                columns: new[] { "ProgrammeId", "LeadId" });
        }
    }
}
